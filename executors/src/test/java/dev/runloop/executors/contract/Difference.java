package dev.runloop.executors.contract;

/** Where an executor of a run loop does other things than the JDK's, on purpose. */
enum Difference {
    WAITING_ON_THE_OWN_LOOP("""
        Ours: on the loop itself, get() of a task that is not done, invokeAll, invokeAny, awaitTermination and close are
        an IllegalStateException, with a limit or without; on a loop of a group only where no other loop could run the
        task. JDK: they wait for ever, or until the time is up.
        Why: a wait that cannot succeed is a mistake; it should be seen where it is made.
        """),
    EXCEPTIONS_OF_EXECUTE("""
        Ours: what a task given to execute throws is told to the exception handler of the loop.
        JDK: the task is wrapped in a future that nobody has, and what it throws is lost.
        Why: Executor has it so for threads, and an exception that nobody sees is not found.
        """),
    END_OF_A_SERIES("""
        Ours: the exception that ends a periodic task is told to the exception handler, besides its future.
        JDK: only the future has it.
        Why: a series has no end to wait for, so hardly anybody asks its future.
        """),
    CANCELLED_TASKS_LEAVE("""
        Ours: a cancelled task is gone: it is not handed back by shutdownNow and does not put off the end.
        JDK: it stays in the queue until its date, unless setRemoveOnCancelPolicy says otherwise.
        Why: timeouts are mostly cancelled, and must not hold memory, or the executor, for their whole time.
        """),
    NOTHING_DROPPED("""
        Ours: a task that is accepted runs or is handed back, however the end races with it.
        JDK: a task that comes while the executor is being shut down may be accepted, and then dropped.
        Why: a caller that is not told of a rejection relies on the task.
        """),
    TASKS_HANDED_BACK("""
        Ours: shutdownNow hands back the very task that was given to execute, and what it hands back can be run.
        JDK: a scheduled executor hands back futures around the tasks, which cancel themselves if they are run.
        Why: ExecutorService has it so, and the reason to ask for these tasks is to run them elsewhere.
        """),
    ORDER_OF_TASKS_HANDED_BACK("""
        Ours: shutdownNow hands delayed tasks back by their dates. JDK: in the order of its heap.
        Why: who runs them elsewhere can do so in their order.
        """),
    DUE_BEHIND_OTHERS("""
        Ours: a delayed task that becomes due while tasks without a delay are queued may run after some that were executed
        later: after those that were executed before it was scheduled, always, and after the rest of one batch, which is
        4,096 tasks or half a millisecond or the one task that runs. What schedule is given without a delay has a date, and
        waits for those with an earlier one. JDK: all tasks run by their dates, and execute gives them one.
        Why: to read the clock for each execute would cost more than the rest of it. What a thread hands over one after the
        other keeps its order all the same: execute(init), schedule(use, 1 ms), and schedule(timeout, 10 ms), execute(work).
        """),
    POLICIES_AFTER_SHUTDOWN("""
        Ours: after a shutdown every task is rejected, whatever the overflow policy. JDK: of a ThreadPoolExecutor's policies
        DiscardPolicy, DiscardOldestPolicy and CallerRunsPolicy drop it silently.
        Why: there is no room for a task for a while, or no executor for ever. Who is not told of the latter waits in vain.
        """);

    private final String explanation;

    Difference(String explanation) {
        this.explanation = explanation;
    }

    @Override
    public String toString() {
        return name() + "\n" + explanation;
    }
}
