package dev.runloop.stream;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that its owner has signed, for the address 127.0.0.1, and contexts that present it or trust it. */
final class Certificates {
    private static final char[] PASSWORD = "password".toCharArray();

    private final KeyStore keys;

    private Certificates(KeyStore keys) {
        this.keys = keys;
    }

    /** Made by the tool of the JDK, for {@code names} such as {@code ip:127.0.0.1}. */
    static Certificates make(Path folder, String names) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + names,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        Files.delete(file);
        return new Certificates(keys);
    }

    /** Presents the certificate, and trusts it. */
    SSLContext context() throws Exception {
        var presented = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        presented.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("test", keys.getCertificate("test"));
        trusted.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(presented.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
