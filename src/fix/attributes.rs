//! What a file has besides its bytes: its owner, its mode, its other names, its tags. A new file that takes its
//! place must have them too, or the old one stays.

use std::fs::{File, Metadata};
use std::path::Path;

use super::save::Reason;

/// Whether another file may take the place of one like this.
pub(super) fn may_be_replaced(metadata: &Metadata) -> Result<(), Reason> {
    if metadata.permissions().readonly() {
        return Err(Reason::ReadOnly);
    }
    match names(metadata) {
        1 => Ok(()),
        names => Err(Reason::HardLink(names)),
    }
}

#[cfg(unix)]
fn names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names(_metadata: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
pub(super) fn are_on_one_disk(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let disk = |path: &Path| path.metadata().map(|metadata| metadata.dev()).ok();
    disk(a).is_some() && disk(a) == disk(b)
}

#[cfg(not(unix))]
pub(super) fn are_on_one_disk(_a: &Path, _b: &Path) -> bool {
    false
}

/// Gives `new` what `old` has.
#[cfg(unix)]
pub(super) fn copy(old: &File, new: &File) -> Result<(), Reason> {
    use std::os::unix::fs::{MetadataExt as _, fchown};

    let (wanted, given) = (old.metadata()?, new.metadata()?);
    if (wanted.uid(), wanted.gid()) != (given.uid(), given.gid())
        && fchown(new, Some(wanted.uid()), Some(wanted.gid())).is_err()
    {
        return Err(Reason::Attribute("its owner or group".to_owned()));
    }
    new.set_permissions(wanted.permissions())?;
    copy_tags(old, new)
}

#[cfg(not(unix))]
pub(super) fn copy(old: &File, new: &File) -> Result<(), Reason> {
    Ok(new.set_permissions(old.metadata()?.permissions())?)
}

/// Extended attributes: tags of the Finder, access lists, labels of security.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn copy_tags(old: &File, new: &File) -> Result<(), Reason> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};

    /// No system has longer ones.
    const LONGEST: usize = 1 << 16;
    let mut list = vec![0; LONGEST];
    // A disk without them has none to lose.
    let Ok(length) = flistxattr(old, &mut list) else { return Ok(()) };
    for name in list[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let (mut wanted, mut given) = (vec![0; LONGEST], vec![0; LONGEST]);
        let lost = || Reason::Attribute(format!("its attribute “{}”", String::from_utf8_lossy(name)));
        let length = fgetxattr(old, name, &mut wanted).map_err(|_| lost())?;
        let is_given = fgetxattr(new, name, &mut given).is_ok_and(|known| wanted[..length] == given[..known]);
        if !is_given {
            fsetxattr(new, name, &wanted[..length], XattrFlags::empty()).map_err(|_| lost())?;
        }
    }
    Ok(())
}

#[cfg(all(unix, not(any(target_os = "linux", target_vendor = "apple"))))]
fn copy_tags(_old: &File, _new: &File) -> Result<(), Reason> {
    Ok(())
}
