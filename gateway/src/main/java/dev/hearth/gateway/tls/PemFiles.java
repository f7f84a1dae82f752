package dev.hearth.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A folder with {@code tls.crt} and {@code tls.key}, as Kubernetes' Secrets of type {@code kubernetes.io/tls} have them.
 *
 * @param folder of both files
 */
record PemFiles(Path folder) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private static final byte[] PROBE = "pair".getBytes(StandardCharsets.US_ASCII);

    private Path certificate() {
        return folder.resolve("tls.crt");
    }

    private Path key() {
        return folder.resolve("tls.key");
    }

    /** Changes whenever the files do. */
    String stamp() throws IOException {
        return stamp(certificate()) + stamp(key());
    }

    private static String stamp(Path file) throws IOException {
        return file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file) + " ";
    }

    /** @throws CertificateProblem when they are not what they should be */
    KeyPairChain read() {
        try {
            X509Certificate[] chain = chain();
            if (chain.length == 0) {
                throw new CertificateProblem(certificate() + " holds no certificate");
            }
            PrivateKey key = privateKey(chain[0].getPublicKey().getAlgorithm());
            if (!isPair(key, chain[0].getPublicKey())) {
                throw new CertificateProblem(key() + " is not the key of " + certificate() + ", which is that of "
                        + chain[0].getSubjectX500Principal());
            }
            return new KeyPairChain(key, chain);
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateProblem("cannot read certificate and key in " + folder + ": " + e, e);
        }
    }

    /** Whether what one signs the other verifies: files that are written one after the other may be of two pairs. */
    private static boolean isPair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private X509Certificate[] chain() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate())) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(X509Certificate[]::new);
        }
    }

    private PrivateKey privateKey(String algorithm) throws IOException, GeneralSecurityException {
        String pem = Files.readString(key());
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new CertificateProblem(key() + " must hold a key in PKCS #8 form, which begins with " + BEGIN);
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }
}
