package dev.runloop.executors.contract;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Sees to it that the JDK's executor fails the test of a property that is said to be none of its own. */
final class FailingControl implements InvocationInterceptor {

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        if (!test.getArguments().contains(Subject.JDK)) {
            invocation.proceed();
            return;
        }
        DiffersFromJdk differs = test.getExecutable().getAnnotation(DiffersFromJdk.class);
        if (!differs.controlSkipped().isEmpty()) {
            invocation.skip();
            throw new TestAbortedException(differs.controlSkipped() + ": " + differs.value());
        }
        try {
            invocation.proceed();
        } catch (AssertionError expected) {
            return; // anything else is a mistake of the test
        }
        throw new AssertionError("the JDK's executor does this as well: " + differs.value());
    }
}
