/**
 * Crash walks: a story is played again and again, and each time the operator or the runtime is
 * stopped, or the API server troubled, at another one of the calls that they make to it. What must
 * never be is looked for in the whole history of the objects, what must be at the end.
 *
 * <p>Operator and runtime run in this process, each before a {@code Door} of its own that can be
 * shut in their face. The cluster is the embedded one.
 */
package dev.muster.e2e.crash;
