package dev.hearth.operator.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** A PEM file with the certificates of those that vouch for the gateway, which somebody else keeps. */
public final class AuthorityFile {
    private AuthorityFile() {}

    /**
     * Its text.
     *
     * @throws IllegalArgumentException with the file, what is wrong with it and the fix
     */
    public static String read(Path file) {
        try {
            String pem = Files.readString(file);
            Collection<X509Certificate> all = certificates(pem);
            if (all.stream().noneMatch(AuthorityFile::isRoot)) {
                throw new IllegalArgumentException(
                        file + " holds no root, one that has signed itself, but " + names(all)
                                + "; environments check the whole chain, so add the root to ca.crt (cert-manager: give the"
                                + " issuer's Secret the chain up to it)");
            }
            return pem;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " is no PEM file of certificates: " + e.getMessage(), e);
        }
    }

    private static Collection<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        return all.stream().map(X509Certificate.class::cast).toList();
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static List<String> names(Collection<X509Certificate> certificates) {
        return certificates.stream()
                .map(each -> each.getSubjectX500Principal().getName())
                .toList();
    }
}
