/**
 * From resources to the engine's vocabulary. Pure functions; what a resource's schema could not
 * refuse is refused here, with the resource's own field names.
 */
package dev.muster.api.mapping;
