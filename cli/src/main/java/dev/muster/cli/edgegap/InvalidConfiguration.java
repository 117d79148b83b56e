package dev.muster.cli.edgegap;

import java.util.List;

/** A configuration that cannot be imported. It carries everything that was found, notes too. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  InvalidConfiguration(List<Finding> findings) {
    super(findings.size() + " findings, first " + findings.get(0));
    this.findings = List.copyOf(findings);
  }

  /** What was found, in the order of the file. */
  public List<Finding> findings() {
    return findings;
  }
}
