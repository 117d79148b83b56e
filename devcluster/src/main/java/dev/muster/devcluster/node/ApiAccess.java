package dev.muster.devcluster.node;

import dev.muster.devcluster.auth.TokenIssuer;
import java.net.URI;
import java.util.function.BinaryOperator;

/**
 * How pods reach the API server.
 *
 * @param url its address
 * @param caCertificate the certificate, PEM, by which it is known
 * @param tokens issues the tokens of service accounts
 * @param kubeconfig makes a kubeconfig of a namespace and a token
 */
public record ApiAccess(
    String url, String caCertificate, TokenIssuer tokens, BinaryOperator<String> kubeconfig) {
  String host() {
    return URI.create(url).getHost();
  }

  String port() {
    int port = URI.create(url).getPort();
    return Integer.toString(port < 0 ? 443 : port);
  }
}
