package dev.muster.runtime.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Networks whose word on addresses is believed. */
final class TrustedProxies {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);

  private final List<String> networks;
  private final List<IpSubnetFilterRule> rules;

  private TrustedProxies(List<String> networks, List<IpSubnetFilterRule> rules) {
    this.networks = networks;
    this.rules = rules;
  }

  /** Networks such as {@code 10.0.0.0/8}; what is none is left out, with a warning. */
  static TrustedProxies of(List<String> networks) {
    return new TrustedProxies(
        networks, networks.stream().flatMap(text -> rule(text).stream()).toList());
  }

  private static Optional<IpSubnetFilterRule> rule(String network) {
    int slash = network.indexOf('/');
    var address = network.substring(0, Math.max(slash, 0));
    if (NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address)) {
      try {
        int bits = Integer.parseInt(network.substring(slash + 1));
        return Optional.of(new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT));
      } catch (IllegalArgumentException e) {
        // The warning below says it.
      }
    }
    LOG.atWarn().addKeyValue("network", network).log("No network, left out of trustedProxies");
    return Optional.empty();
  }

  /** Whether it is made of these. */
  @SuppressWarnings("ReferenceEquality") // the same list: nothing has changed
  boolean isOf(List<String> others) {
    return networks == others || networks.equals(others);
  }

  /**
   * Whether an address is in one of the networks.
   *
   * @param ip a literal
   */
  boolean contain(String ip) {
    if (rules.isEmpty()) {
      return false;
    }
    var address = NetUtil.createInetAddressFromIpAddressString(ip);
    return address != null
        && rules.stream().anyMatch(rule -> rule.matches(new InetSocketAddress(address, 0)));
  }
}
