/** Names, labels and owners that the objects made by the operator carry. Pure functions. */
package dev.muster.operator.objects;
