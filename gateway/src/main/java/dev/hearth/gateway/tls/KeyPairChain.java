package dev.hearth.gateway.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and the certificates that vouch for it, its own first. */
record KeyPairChain(PrivateKey key, X509Certificate[] chain) {}
