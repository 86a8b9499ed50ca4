//! Connections of browsers. One that says nothing is closed after a while, so that those who do can be answered
//! however few connections the system gives.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

/// How long a browser may take to ask, first and again: far longer than one takes that wants something.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// When the system gives no more connections, some of those there are will soon be closed.
const BREATH: Duration = Duration::from_millis(100);

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// A program on this computer.
    ThisComputer,
    /// Somebody on the network.
    Other,
}

impl Asker {
    /// `peer` as it reached this computer at the address `local`.
    fn at(peer: SocketAddr, local: Option<SocketAddr>) -> Self {
        let plain = |address: SocketAddr| address.ip().to_canonical();
        let own: Option<IpAddr> = local.map(plain);
        // From here, this computer's address on the network is asked from that very address.
        if plain(peer).is_loopback() || own == Some(plain(peer)) { Self::ThisComputer } else { Self::Other }
    }
}

/// Answers every connection by `answer`, one that says nothing for as long as `patience` by closing it.
pub(super) async fn serve<A, F>(listener: TcpListener, patience: Duration, answer: A)
where
    A: Fn(Asker, Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let asker = Asker::at(peer, stream.local_addr().ok());
                tokio::spawn(connection(stream, patience, asker, answer.clone()));
            }
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection<A, F>(stream: TcpStream, patience: Duration, asker: Asker, answer: A)
where
    A: Fn(Asker, Request<Body>) -> F + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = answer(asker, request.map(Body::new));
        async { Ok::<_, Infallible>(answer.await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience);
    // A browser that goes away in the middle is no error of ours.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn only_programs_on_this_computer_are_of_this_computer() {
        let at = |peer: &str, local: &str| Asker::at(peer.parse().unwrap(), local.parse().ok());
        for (peer, local) in [
            ("127.0.0.1:50000", "127.0.0.1:4000"),
            ("[::1]:50000", "[::1]:4000"),
            ("[::ffff:127.0.0.1]:50000", "[::ffff:127.0.0.1]:4000"),
            ("192.168.1.7:50000", "192.168.1.7:4000"),
        ] {
            assert_eq!(at(peer, local), Asker::ThisComputer, "{peer}");
        }
        for (peer, local) in [
            ("192.168.1.9:50000", "192.168.1.7:4000"),
            ("[fe80::2]:50000", "[fe80::1]:4000"),
            ("[::ffff:10.0.0.9]:50000", "[::ffff:10.0.0.1]:4000"),
            ("10.0.0.9:50000", ""),
        ] {
            assert_eq!(at(peer, local), Asker::Other, "{peer}");
        }
    }

    #[test]
    fn who_says_nothing_is_not_waited_for() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let answer = |_, _| async { Response::new(Body::from("Here.")) };
        runtime.spawn(serve(listener, Duration::from_millis(50), answer));
        // Nothing at all, half of a question, and a whole one after which nothing comes.
        for (said, heard) in [("", ""), ("GET / HT", ""), ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "Here.")] {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.write_all(said.as_bytes()).unwrap();
            let mut all = String::new();
            // Comes to its end because the other side closes the connection.
            let _ = stream.read_to_string(&mut all);
            assert!(all.ends_with(heard) && all.is_empty() == heard.is_empty(), "{said:?}: {all:?}");
        }
    }
}
