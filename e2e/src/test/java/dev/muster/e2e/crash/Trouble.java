package dev.muster.e2e.crash;

/** What goes wrong, to whom, and where. */
record Trouble(Part part, CallSite site, Blow blow) {
  /** Who makes calls. */
  enum Part {
    OPERATOR,
    RUNTIME
  }

  @Override
  public String toString() {
    return part + " " + blow + " at " + site;
  }
}
