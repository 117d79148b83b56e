package dev.muster.devcluster.auth;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import okhttp3.tls.HeldCertificate;

/**
 * The certificates of one cluster, made anew for each: its authority, which clients trust, and the
 * server's certificate signed by it.
 */
public final class Certificates {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final char[] NO_PASSWORD = {};

  private final HeldCertificate authority;
  private final HeldCertificate server;

  private Certificates(HeldCertificate authority, HeldCertificate server) {
    this.authority = authority;
    this.server = server;
  }

  /** Certificates for a server at this IP address. */
  public static Certificates create(String address, Instant now) {
    var authority =
        builder("muster-devcluster", now)
            .certificateAuthority(0) // it signs no other authority
            .build();
    var server =
        builder("kube-apiserver", now)
            .addSubjectAlternativeName(address)
            .addSubjectAlternativeName("kubernetes.default.svc")
            .addSubjectAlternativeName("localhost")
            .signedBy(authority)
            .build();
    return new Certificates(authority, server);
  }

  private static HeldCertificate.Builder builder(String name, Instant now) {
    return new HeldCertificate.Builder()
        .ecdsa256()
        .commonName(name)
        .serialNumber(new BigInteger(120, new SecureRandom()).add(BigInteger.ONE))
        .validityInterval(
            now.minus(Duration.ofHours(1)).toEpochMilli(), now.plus(VALIDITY).toEpochMilli());
  }

  /** The authority's certificate, PEM. */
  public String authority() {
    return authority.certificatePem();
  }

  /**
   * The server's key and certificate. They go through a store of the old kind, which is in memory
   * only: the usual one derives a key from its password for a fifth of the time that a cluster
   * takes to start.
   */
  public X509KeyManager server() {
    try {
      var store = KeyStore.getInstance("JKS");
      store.load(null, NO_PASSWORD);
      var chain = new Certificate[] {server.certificate()};
      store.setKeyEntry("server", server.keyPair().getPrivate(), NO_PASSWORD, chain);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      return (X509KeyManager) managers.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot make certificates", e);
    }
  }
}
