package dev.hearth.operator.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate and its private key, both PEM.
 *
 * @param certificate X.509
 * @param key PKCS #8, RSA of 2,048 bits
 */
record Credentials(String certificate, String key) {
    private static final String ALGORITHM = "RSA";
    private static final int KEY_BITS = 2_048;
    private static final int SERIAL_BITS = 120;
    private static final int HEX = 16;
    /** Clocks of other machines may be behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /**
     * A new authority, which vouches for itself. Its name is its own: OpenSSL looks for who has signed by name, and believes the
     * first it finds.
     */
    static Credentials authority(Instant now, Duration life) {
        try {
            KeyPair keys = keys();
            BigInteger serial = serial();
            X500Name name = new X500Name("CN=Hearth,serialNumber=" + serial.toString(HEX));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, serial, from(now), Date.from(now.plus(life)), name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return signed(builder, keys.getPrivate(), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("an authority cannot be made", e);
        }
    }

    /** A server's certificate, vouched for by this authority. */
    Credentials issue(List<String> names, Instant now, Duration life) {
        try {
            KeyPair keys = keys();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(x509().getSubjectX500Principal().getEncoded()),
                    serial(),
                    from(now),
                    Date.from(now.plus(life)),
                    new X500Name("CN=hearth-gateway"),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(x509().getPublicKey()));
            return signed(builder, privateKey(), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("the gateway's certificate cannot be made", e);
        }
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(KEY_BITS);
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE);
    }

    private static Date from(Instant now) {
        return Date.from(now.minus(BACKDATED));
    }

    private static Credentials signed(JcaX509v3CertificateBuilder builder, PrivateKey signer, PrivateKey own)
            throws GeneralSecurityException, OperatorCreationException {
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)));
        return new Credentials(pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", own.getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    Instant validUntil() {
        return endOf(certificate);
    }

    Instant madeAt() {
        return x509(certificate).getNotBefore().toInstant().plus(BACKDATED);
    }

    /** Until when this certificate is valid, PEM. */
    static Instant endOf(String certificate) {
        return x509(certificate).getNotAfter().toInstant();
    }

    boolean isIssuedBy(Credentials authority) {
        try {
            x509().verify(authority.x509().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Names and addresses that it is for. */
    Set<String> names() {
        try {
            return Optional.ofNullable(x509().getSubjectAlternativeNames()).orElseGet(Set::of).stream()
                    .map(entry -> String.valueOf(entry.get(1)))
                    .collect(Collectors.toSet());
        } catch (GeneralSecurityException e) {
            return Set.of();
        }
    }

    /** Whether it has all of these; addresses are compared as such, however they are written. */
    boolean isFor(List<String> wanted) {
        Set<String> there = names().stream().map(Credentials::canonical).collect(Collectors.toSet());
        return wanted.stream().map(Credentials::canonical).allMatch(there::contains);
    }

    private static String canonical(String name) {
        try {
            return isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noAddress) {
            return name;
        }
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+|.*:.*");
    }

    private X509Certificate x509() {
        return x509(certificate);
    }

    private static X509Certificate x509(String certificate) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Secret's tls.crt is no certificate; delete the Secret", e);
        }
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        String base64 = key.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
        return KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }
}
