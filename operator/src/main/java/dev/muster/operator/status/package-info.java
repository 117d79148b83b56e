/** How a status is written so that nobody's change is lost. */
package dev.muster.operator.status;
