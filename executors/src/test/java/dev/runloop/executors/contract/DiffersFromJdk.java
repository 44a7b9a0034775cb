package dev.runloop.executors.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A property that the JDK's executor does not have: for it, the test has to fail. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FailingControl.class)
@interface DiffersFromJdk {
    Difference value();

    /** Why the test is not run on the JDK's executor at all, if it is not. */
    String controlSkipped() default "";
}
