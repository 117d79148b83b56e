package dev.muster.devcluster.network;

/**
 * The /16 network 127.N.0.0 that one cluster has to itself on this machine: its node and API server
 * at 127.N.0.1, pods at 127.N.1.1 to 127.N.199.254, Services at 127.N.200.1 to 127.N.254.254. Safe
 * for use from any thread.
 */
public final class Network {
  private final int number;
  private final AddressPool pods;
  private final AddressPool services;

  /** The network with this N, from 1 to 255. */
  public Network(int number) {
    if (number < 1 || number > 255) {
      throw new IllegalArgumentException("network number is " + number + ", expected 1 to 255");
    }
    this.number = number;
    this.pods = new AddressPool(number, 1, 199);
    this.services = new AddressPool(number, 200, 254);
  }

  /** The N of 127.N.0.0. */
  public int number() {
    return number;
  }

  /** The address of the node, which the API server listens on too. */
  public String nodeAddress() {
    return "127." + number + ".0.1";
  }

  /** Addresses for pods. */
  public AddressPool pods() {
    return pods;
  }

  /** Addresses for Services. */
  public AddressPool services() {
    return services;
  }
}
