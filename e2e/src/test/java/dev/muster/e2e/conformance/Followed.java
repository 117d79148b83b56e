package dev.muster.e2e.conformance;

/** What a client polls until it has a server. */
interface Followed {
  String status();

  /** Whether there is an assignment. Games of the Unreal kit connect as soon as there is one. */
  boolean isAssigned();
}
