package dev.runloop.internal.trace;

/** Wraps user code, so that it is not its own class that people want to read. */
public interface UserCodeWrapper {
    /** The class of the user's code. */
    Class<?> calleeClass();

    /** The class to name for an object that is called. */
    static Class<?> classOf(Object callee) {
        return callee instanceof UserCodeWrapper wrapper ? wrapper.calleeClass() : callee.getClass();
    }

    /** The name of a class, without the address that those of lambdas end with. */
    static String nameOf(Class<?> callee) {
        String name = callee.getName();
        int address = name.indexOf("/0x");
        return address < 0 ? name : name.substring(0, address);
    }
}
