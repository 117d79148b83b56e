/**
 * Profiles: specs that are accepted become revisions, others are refused with what is wrong.
 *
 * <p>{@code Assessment}, {@code QueueClaims} and {@code ProfilePlan} are pure. Revisions that
 * nothing names any more are removed here as well.
 */
package dev.muster.operator.profile;
