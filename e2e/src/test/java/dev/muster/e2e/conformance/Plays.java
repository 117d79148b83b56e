package dev.muster.e2e.conformance;

import dev.muster.e2e.SharedMuster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** These tests play that kit: a {@link Line} as parameter is one of it. */
@ExtendWith({SharedMuster.class, Conformance.class})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Plays {
  Kit value();
}
