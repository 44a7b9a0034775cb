package dev.runloop.bench.port;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** What a hostile peer does with its connection to a TLS server, before it closes it. */
enum Hostility {
    SLOWLORIS {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            for (int i = 0; i < 20; i++) {
                peer.write(ByteBuffer.wrap(new byte[] {22}));
                LockSupport.parkNanos(1_000_000);
            }
        }
    },
    GARBAGE {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            peer.write(ByteBuffer.allocate(FLOOD_BYTES));
        }
    },
    HALF_CLOSED {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            new HostileTls(peer, context, "TLSv1.3").agreed();
            peer.shutdownOutput();
            peer.read(ByteBuffer.allocate(100));
        }
    },
    RESET_AT_ONCE {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    },
    RESET_AFTER_THE_HANDSHAKE {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            new HostileTls(peer, context, "TLSv1.3").agreed();
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    },
    ONE_BYTE_AT_A_TIME {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            var tls = new HostileTls(peer, context, "TLSv1.3").agreed();
            for (byte each : tls.record(ByteBuffer.allocate(1_000))) {
                peer.write(ByteBuffer.wrap(new byte[] {each}));
            }
        }
    },
    CHANGES_OF_KEYS {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            var tls = new HostileTls(peer, context, "TLSv1.3").agreed();
            tls.send(tls.changesOfKeys(200));
        }
    },
    RENEGOTIATION {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            var tls = new HostileTls(peer, context, "TLSv1.2").agreed();
            tls.send(tls.changesOfKeys(1));
            peer.read(ByteBuffer.allocate(100));
        }
    },
    FLOOD {
        @Override
        void commit(SocketChannel peer, SSLContext context) throws IOException {
            var tls = new HostileTls(peer, context, "TLSv1.3").agreed();
            peer.configureBlocking(false);
            for (int i = 0; i < 100; i++) {
                ByteBuffer record = ByteBuffer.wrap(tls.record(ByteBuffer.allocate(10_000)));
                if (peer.write(record) == 0 || record.hasRemaining()) {
                    return; // as much as is taken
                }
            }
        }
    };

    private static final int FLOOD_BYTES = 1 << 18;

    abstract void commit(SocketChannel peer, SSLContext context) throws IOException;
}
