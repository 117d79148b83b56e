/** Conditions as in the Gateway API: stamped, and moved in time only when they change. Pure. */
package dev.muster.operator.conditions;
