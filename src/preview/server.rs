//! Answering browsers: pages rendered when asked for, files, and the stream of saves.
//!
//! Only this computer may ask, unless the user named an address, and only by a name that is
//! this computer's: a web page elsewhere that points its own name here (DNS rebinding) is
//! refused by its Host header. Nothing is ever written, and no path is ever joined to a
//! folder: what can be had is what the site lists.

use std::convert::Infallible;
use std::fs;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, ORIGIN, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

use super::connections::{self, Asker};
use super::editor::{Editors, Opened, Place};
use super::page::{OWN, Panel, error_page, with_script};
use super::snapshot::{News, Preview, Snapshot};
use super::versions::{Versions, Wanted};
use crate::render::Renderer;
use crate::site::output_file;
use crate::source::{self, extension, percent_decode, percent_encode};

const CLIENT: &str = include_str!("client.js");
const ERROR_CSS: &str = include_str!("error.css");

/// The names under which this preview may be asked for.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    port: u16,
    /// Whether the user named an address that other computers can reach.
    others: bool,
}

impl Hosts {
    pub(super) fn new(local: SocketAddr) -> Self {
        Self { port: local.port(), others: !local.ip().is_loopback() }
    }

    /// Whether other computers may ask.
    pub(super) fn are_others_asked(&self) -> bool {
        self.others
    }

    /// Whether a Host header names this preview.
    fn allow(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => (name, Some(port)),
            _ => (host, None),
        };
        if port.is_some_and(|port| port.parse() != Ok(self.port)) {
            return false;
        }
        let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        match address {
            None => name.eq_ignore_ascii_case("localhost"),
            // Other computers know this one by any of its addresses; a foreign name is none.
            Some(address) => self.others || address.is_loopback(),
        }
    }
}

struct Served {
    preview: Arc<Preview>,
    versions: Versions,
    hosts: Hosts,
    editors: Editors,
}

/// Answers until the process is interrupted.
pub(super) async fn run(listener: TcpListener, preview: Arc<Preview>, hosts: Hosts) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let served = Arc::new(Served { preview, versions: Versions::new(), hosts, editors: Editors::default() });
    let answer = move |asker, request| {
        let served = Arc::clone(&served);
        async move { guarded(answer(served, asker, request).await) }
    };
    tokio::select! {
        () = connections::serve(listener, connections::PATIENCE, answer) => Ok(()),
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

async fn answer(served: Arc<Served>, asker: Asker, request: Request<Body>) -> Response<Body> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !served.hosts.allow(host) {
        return plain(StatusCode::FORBIDDEN, "This preview answers only to its own address.");
    }
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    if let Some(own) = path.strip_prefix(OWN) {
        return own_answer(&served, asker, own, &query, request.method(), request.headers());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = plain(StatusCode::METHOD_NOT_ALLOWED, "Pages can only be read.");
        return with_header(refused, ALLOW.as_str(), "GET, HEAD");
    }
    // Rendering a page is work, not waiting.
    let preview = Arc::clone(&served.preview);
    let asked = path.clone();
    match tokio::task::spawn_blocking(move || file_answer(&preview, &asked, &query)).await {
        Ok(Answer::Ready(response)) => response,
        Ok(Answer::Picture(wanted)) => match served.versions.get(wanted).await {
            Some(bytes) => from_content(&path, bytes),
            None => plain(StatusCode::INTERNAL_SERVER_ERROR, "This picture could not be made."),
        },
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made."),
    }
}

/// What an address leads to.
enum Answer {
    Ready(Response<Body>),
    /// A picture that has to be made first.
    Picture(Wanted),
}

impl From<Response<Body>> for Answer {
    fn from(response: Response<Body>) -> Self {
        Answer::Ready(response)
    }
}

/// No other website may show an answer inside its own pages.
fn guarded(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.append(CONTENT_SECURITY_POLICY, HeaderValue::from_static("frame-ancestors 'self'"));
    response
}

/// Answers for the preview's own things.
fn own_answer(
    served: &Served,
    asker: Asker,
    own: &str,
    query: &str,
    method: &Method,
    headers: &HeaderMap,
) -> Response<Body> {
    match (own, method) {
        ("client.js", &Method::GET) => typed("client.js", Bytes::from_static(CLIENT.as_bytes())),
        ("error.css", &Method::GET) => typed("error.css", Bytes::from_static(ERROR_CSS.as_bytes())),
        ("events", &Method::GET) => events(&served.preview),
        ("panel.json", &Method::GET) => {
            let snapshot = served.preview.current();
            let path = parameter(query, "path").unwrap_or_default();
            let path = path.strip_prefix(snapshot.base_path()).unwrap_or(&path).to_owned();
            let findings = snapshot.findings();
            let panel = Panel::new(&snapshot, &findings, &path, asker);
            typed("panel.json", serde_json::to_vec(&panel).unwrap_or_default())
        }
        ("open", &Method::POST) => {
            // Only our own pages may start a program, only for who sits here, and only on a file of the site.
            let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
            if asker != Asker::ThisComputer || origin != format!("http://{host}") {
                return plain(StatusCode::FORBIDDEN, "Only the preview itself may open a file.");
            }
            open_in_editor(served, query)
        }
        _ => plain(StatusCode::NOT_FOUND, "There is nothing here."),
    }
}

/// The stream of saves. A browser that comes (back) is told the newest version at once, so
/// that it never shows an older one for long.
fn events(preview: &Preview) -> Response<Body> {
    let news = BroadcastStream::new(preview.listen());
    let hello = Event::default().event("hello").data(preview.current().version.to_string());
    let news = news.filter_map(|news| {
        // One who slept through more of them than are kept gets the next.
        Some(match news.ok()? {
            News::Saved(saved) => {
                let data = serde_json::json!({ "version": saved.version, "page": saved.page });
                Event::default().event("reload").data(data.to_string())
            }
            News::Checked => Event::default().event("checked").data("{}"),
        })
    });
    let stream = tokio_stream::once(hello).chain(news).map(Ok::<Event, Infallible>);
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

/// Opens a file of the site with the editor that `site.yaml` names.
fn open_in_editor(served: &Served, query: &str) -> Response<Body> {
    let preview = &served.preview;
    let snapshot = preview.current();
    let editor = snapshot.site().and_then(|site| site.config.editor.clone());
    let (Some(editor), Some(file)) = (editor, parameter(query, "file")) else {
        return plain(StatusCode::NOT_FOUND, "site.yaml names no editor.");
    };
    let known = !snapshot.findings().of_file(&file).is_empty()
        || snapshot.site().is_some_and(|site| site.pages.iter().any(|page| *page.file() == file));
    if !known {
        return plain(StatusCode::NOT_FOUND, "That is no file of this site.");
    }
    let number = |name: &str| parameter(query, name).and_then(|text| text.parse().ok()).unwrap_or(1);
    let place = Place { file: &preview.root().join(&file), line: number("line"), column: number("column") };
    match served.editors.open(&editor, &place) {
        Opened::Yes => plain(StatusCode::OK, "Opened."),
        Opened::Busy => plain(StatusCode::TOO_MANY_REQUESTS, "The editor is still starting, or open many times."),
        Opened::No => plain(StatusCode::INTERNAL_SERVER_ERROR, "The editor that site.yaml names cannot be started."),
    }
}

/// The value of a parameter in a query.
fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| percent_decode(&value.replace('+', " ")).into_owned())
    })
}

/// Answers for the site: a page, a file, or the page for missing addresses.
fn file_answer(preview: &Preview, path: &str, query: &str) -> Answer {
    let snapshot = &*preview.current();
    let wants_last_good = query == "last-good";
    let renderer = if wants_last_good { snapshot.any_renderer() } else { snapshot.renderer.as_ref() };
    let Some(renderer) = renderer else {
        let last_good = snapshot.last_good.is_some().then(|| format!("{path}?last-good"));
        let page = error_page(snapshot, &[], last_good.as_deref());
        return html(StatusCode::INTERNAL_SERVER_ERROR, page, snapshot).into();
    };
    let site = renderer.site();
    let base = site.config.base_path();
    let Some(below) = path.strip_prefix(base) else {
        // The site may be published in a folder; the bare address leads there.
        let target = if path == "/" || format!("{path}/") == base { base } else { return not_found(snapshot).into() };
        return with_header(plain(StatusCode::FOUND, "The site is in a folder."), LOCATION.as_str(), target).into();
    };
    let address = percent_decode(below);
    if let Some(view) = site.view_at(&address) {
        let page = match snapshot.page(renderer, view, preview.root()) {
            Ok(page) => html(StatusCode::OK, page, snapshot),
            Err(mistake) => {
                let mut mistakes = vec![*mistake];
                source::locate(preview.root(), &site.config.languages, &mut mistakes);
                html(StatusCode::INTERNAL_SERVER_ERROR, error_page(snapshot, &mistakes, None), snapshot)
            }
        };
        return page.into();
    }
    if site.view_at(&format!("{address}/")).is_some() {
        let target = format!("{base}{}/", percent_encode(&address));
        return with_header(plain(StatusCode::FOUND, "Addresses of pages end in a slash."), LOCATION.as_str(), &target)
            .into();
    }
    if let Some(found) = file(renderer, &address) {
        return found;
    }
    // The search index and its like are made of the text of every page.
    let complete = preview.complete();
    made_file(&complete, &address).unwrap_or_else(|| not_found(&complete)).into()
}

/// A file of the theme or of the site.
fn file(renderer: &Renderer, address: &str) -> Option<Answer> {
    if let Some(asset) = renderer.theme().assets.iter().find(|asset| asset.path == address) {
        return Some(typed(address, asset.bytes.clone()).into());
    }
    let site = renderer.site();
    for asset in &site.assets {
        let picture = |width| Answer::Picture(Wanted { asset: asset.clone(), width, limits: site.config.pictures });
        if asset.path.as_str() == address {
            if asset.picture_hash().is_some() {
                return Some(picture(asset.reduced_width()));
            }
            return fs::read(&asset.disk).ok().map(|bytes| from_content(address, bytes).into());
        }
        if let Some((width, _)) = asset.versions().into_iter().find(|(_, path)| path == address) {
            return Some(picture(Some(width)));
        }
    }
    None
}

/// A file that the build makes.
fn made_file(snapshot: &Snapshot, address: &str) -> Option<Response<Body>> {
    let made = snapshot.made_files();
    let file = [address.to_owned(), output_file(address)].into_iter().find(|path| made.contains_key(path))?;
    Some(if extension(&file) == "html" {
        html(StatusCode::OK, made[&file].clone(), snapshot)
    } else {
        typed(&file, made[&file].clone())
    })
}

fn not_found(snapshot: &Snapshot) -> Response<Body> {
    let page = snapshot.made_files().get("404.html").cloned();
    match page {
        Some(page) => html(StatusCode::NOT_FOUND, page, snapshot),
        None => plain(StatusCode::NOT_FOUND, "There is no page at this address."),
    }
}

fn html(status: StatusCode, page: Vec<u8>, snapshot: &Snapshot) -> Response<Body> {
    with_status(typed("page.html", with_script(page, snapshot.version)), status)
}

fn plain(status: StatusCode, words: &str) -> Response<Body> {
    with_status(typed("words.txt", format!("{words}\n")), status)
}

/// A file that somebody put beside the pages. Whatever it is, no script of it runs here, where one could save and
/// start things: it is shown apart from the preview's own pages. Browsers show no PDF in this way, and run nothing of
/// one.
fn from_content(name: &str, bytes: impl Into<Bytes>) -> Response<Body> {
    let mut response = typed(name, bytes);
    if extension(name) != "pdf" {
        let policy = HeaderValue::from_static("script-src 'none'; sandbox");
        response.headers_mut().append(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Bytes with the type that their name tells.
fn typed(name: &str, bytes: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes.into()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // The newest bytes are the only ones an editor wants to see.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn with_status(mut response: Response<Body>, status: StatusCode) -> Response<Body> {
    *response.status_mut() = status;
    response
}

fn with_header(mut response: Response<Body>, name: &'static str, value: &str) -> Response<Body> {
    if let Ok(value) = value.parse() {
        response.headers_mut().insert(name, value);
    }
    response
}

/// The media type of a file by its name (IANA).
fn media_type(name: &str) -> &'static str {
    match extension(name).as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "txt" | "csv" | "" => "text/plain; charset=utf-8",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "vtt" => "text/vtt; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_answered() {
        let closed = Hosts { port: 4000, others: false };
        for good in ["localhost:4000", "127.0.0.1:4000", "[::1]:4000", "LOCALHOST", "127.0.0.1"] {
            assert!(closed.allow(good), "{good}");
        }
        for bad in [
            "",
            "evil.example:4000",
            "localhost:4001",
            "192.168.1.7:4000",
            "localhost.evil.example",
            "127.0.0.1.nip.io:4000",
        ] {
            assert!(!closed.allow(bad), "{bad}");
        }
        let open = Hosts { port: 4000, others: true };
        assert!(open.allow("192.168.1.7:4000") && open.allow("localhost:4000"));
        assert!(!open.allow("evil.example:4000"));
    }

    #[test]
    fn parameters_of_a_query() {
        assert_eq!(parameter("path=%2Fes%2Finscripci%C3%B3n%2F&x=1", "path").as_deref(), Some("/es/inscripción/"));
        assert_eq!(parameter("file=content/a+b.md", "file").as_deref(), Some("content/a b.md"));
        assert_eq!(parameter("", "file"), None);
    }
}
