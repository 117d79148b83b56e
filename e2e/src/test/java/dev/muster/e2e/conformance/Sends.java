package dev.muster.e2e.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The requests that a test is there for, such as {@code GET /tickets/{id}}. A test that does not
 * send them fails, and the page of compatibility names it for them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Sends {
  String[] value();
}
