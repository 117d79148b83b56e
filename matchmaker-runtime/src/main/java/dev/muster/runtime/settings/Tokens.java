package dev.muster.runtime.settings;

import java.util.Set;

/**
 * The tokens that are valid at one time.
 *
 * @param all every valid token
 * @param servers those of them that game servers hold
 */
public record Tokens(Set<String> all, Set<String> servers) {
  /** No token at all. */
  public static final Tokens NONE = new Tokens(Set.of(), Set.of());

  public Tokens {
    all = Set.copyOf(all);
    servers = Set.copyOf(servers);
  }

  /** Says how many there are, and not which. */
  @Override
  public String toString() {
    return "Tokens[" + all.size() + ", of servers " + servers.size() + "]";
  }
}
