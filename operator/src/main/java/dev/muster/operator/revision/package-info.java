/** Accepted specs of profiles, as immutable ControllerRevisions. */
package dev.muster.operator.revision;
