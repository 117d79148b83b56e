/**
 * The HTTP faces of the runtime: the public API that game clients use, and the management port.
 *
 * <p>Handlers run on event loops and never block: a change is asked of the loop and answered on the
 * request's own context. Every refusal is answered with {@code {"message": ...}}.
 */
package dev.muster.runtime.http;
