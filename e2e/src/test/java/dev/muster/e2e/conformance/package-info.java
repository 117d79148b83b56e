/**
 * The published clients and server kits of Edgegap's matchmaker, played request by request: what
 * each sends, as it sends it, and what each reads, as strictly as it reads it. {@code
 * docs/edgegap-compatibility.md} has the table of them.
 */
package dev.muster.e2e.conformance;
