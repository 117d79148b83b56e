/**
 * The process that acts on the cluster, and how it is wired. Nothing in the operator uses this
 * package; each kind of resource has a package of its own, and no kind uses another.
 */
package dev.muster.operator;
