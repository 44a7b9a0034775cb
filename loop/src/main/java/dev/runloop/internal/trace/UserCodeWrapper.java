package dev.runloop.internal.trace;

/** Wraps user code, whose class diagnostics report in place of the wrapper's. */
public interface UserCodeWrapper {
    /** The class of the wrapped code. */
    Class<?> calleeClass();

    /** The class to report for a callee. */
    static Class<?> classOf(Object callee) {
        return callee instanceof UserCodeWrapper wrapper ? wrapper.calleeClass() : callee.getClass();
    }

    /** The name of a class, without the address at the end of the names of lambdas. */
    static String nameOf(Class<?> callee) {
        String name = callee.getName();
        int address = name.indexOf("/0x");
        return address < 0 ? name : name.substring(0, address);
    }
}
