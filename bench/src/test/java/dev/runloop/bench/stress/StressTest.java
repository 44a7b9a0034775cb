package dev.runloop.bench.stress;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.CommonModesStress;
import dev.runloop.InboxStress;
import dev.runloop.MembershipStress;
import dev.runloop.ModeTableStress;
import dev.runloop.RunLoopEndStress;
import dev.runloop.RunStress;
import dev.runloop.Source0Stress;
import dev.runloop.executors.DrainLockStress;
import dev.runloop.executors.LoopDependentsStress;
import dev.runloop.executors.RunStateStress;
import dev.runloop.executors.ScheduledTaskStress;
import dev.runloop.executors.confined.CarrierStateStress;
import dev.runloop.executors.confined.DozeStress;
import dev.runloop.executors.scope.ScopeProgressStress;
import dev.runloop.internal.ByteRingStress;
import dev.runloop.internal.InFlightStress;
import dev.runloop.internal.MailboxStress;
import dev.runloop.internal.PublishedDeadlineStress;
import dev.runloop.internal.ReadyEventCountStress;
import dev.runloop.internal.StartOnceStress;
import dev.runloop.internal.WakeGateStress;
import dev.runloop.internal.WorkQueueStress;
import dev.runloop.internal.trace.TraceRingStress;
import dev.runloop.perform.PendingWaitStress;
import dev.runloop.stream.PublishedSourceStress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Puts each protocol, and each of the broken twins, to a {@linkplain ShortForm short form} of its stress test. The long
 * form tries interpreted and otherwise compiled code too, in a JVM for each. {@code -Drunloop.jcstress.rounds=20} makes
 * twenty rounds, each in a JVM of its own, and prints how each test has done in all of them.
 */
class StressTest {
    private static final int ROUNDS = Integer.getInteger("runloop.jcstress.rounds", 1);
    private static final int TEST_MILLIS = 20_000; // a very busy machine needs some of it, an idle one half a second
    private static final long LIMIT_SECONDS = 240; // for a round
    private static final Pattern RESULT = Pattern.compile("(?m)^(dev\\.runloop\\S+) ([A-Z_]+) (\\d+) (\\d+)$");

    private static final List<Class<?>> PROTOCOLS = List.of(
            // the wake gate loses no wake-up, in any of the ways in which it is used
            WakeGateStress.SleepAgainstNudge.class,
            WakeGateStress.SleepAgainstNudgeForDeadline.class,
            WakeGateStress.SleepAgainstNudgeInNewWay.class,
            WakeGateStress.SleepAgainstWake.class,
            // a thread that is started on demand is started once, or not at all
            StartOnceStress.NudgeAgainstStart.class,
            StartOnceStress.NudgeAgainstCallOff.class,
            // a signal that comes while its source is performed leads to another perform
            Source0Stress.SignalAgainstPerform.class,
            Source0Stress.UrgentSignalAgainstPerform.class,
            // what other threads change is looked at afterwards, and nothing is passed over while the inbox is sifted
            InboxStress.LookAgainstChange.class,
            InboxStress.PutAgainstPut.class,
            InboxStress.SiftAgainstTake.class,
            // a source that is told that it has come is told that it leaves, and in this order
            MembershipStress.ScheduleAgainstRemove.class,
            MembershipStress.ScheduleAgainstEnd.class,
            // the table of a mode is that which is held, and a run whose mode is empty ends
            ModeTableStress.HoldAgainstRelease.class,
            RunStress.SleepAgainstLast.class,
            // a common item comes into each common mode, and who waits in a loop is told of its end
            CommonModesStress.AddAgainstAdd.class,
            CommonModesStress.AddAgainstNewMode.class,
            RunLoopEndStress.AddAgainstEnd.class,
            // a task with a later date than the loop's alarm is taken in when that rings, or the loop is told of it
            PublishedDeadlineStress.OfferAgainstPublishedDeadline.class,
            // a delayed task runs or is cancelled, nothing of it is left, and an interrupt comes to no other task
            ScheduledTaskStress.CancelAgainstFire.class,
            ScheduledTaskStress.CancelAgainstRepeat.class,
            DrainLockStress.InterruptAgainstNextTask.class,
            // a task that an executor has accepted runs or is handed back, and nothing is done with one that it has not
            RunStateStress.ExecuteAgainstStop.class,
            RunStateStress.ExecuteAgainstEnd.class,
            RunStateStress.StopAgainstRun.class,
            // a queue of work loses nothing and keeps the order of each producer, as do tasks that are due at once
            WorkQueueStress.OfferAgainstPoll.class,
            ScheduledTaskStress.HandOverAgainstDue.class,
            // a dependent runs once, whatever ends at that moment
            LoopDependentsStress.DependAgainstStop.class,
            // of threads that come to wait for each other one sees it
            PendingWaitStress.WaitAgainstWait.class,
            PendingWaitStress.WaitAgainstRest.class,
            // the loop of a key does not end on a block that has just come, and of the end of all one is told
            InFlightStress.EnterAgainstClose.class,
            InFlightStress.LeaveAgainstClose.class,
            // the work of confined threads is not left lying, and an owner sees that its scope is cancelled
            CarrierStateStress.LeaveAgainstRouse.class,
            CarrierStateStress.RestAgainstRouse.class,
            CarrierStateStress.WaitAgainstRouse.class,
            DozeStress.DozeAgainstRouse.class,
            ScopeProgressStress.CancelAgainstLook.class,
            // a thread that wants to be told by a stream is told, and what it reads is what was written
            ReadyEventCountStress.ArmAgainstAnnounce.class,
            ReadyEventCountStress.AwaitAgainstAnnounce.class,
            ByteRingStress.RingReadAgainstWrite.class,
            PublishedSourceStress.OweAgainstAsk.class,
            // the mailbox of a port leaves no message unseen, and nobody waiting for a place that is free
            MailboxStress.SendAgainstSettle.class,
            MailboxStress.WaitAgainstTake.class,
            // what is copied of a timeline was written as it is, and stays the same when it is closed
            TraceRingStress.CloseAgainstAdd.class,
            TraceRingStress.CopyAgainstOverwrite.class);

    private static final List<Class<?>> TWINS = List.of(
            WakeGateStress.TwinLooksTooEarly.class,
            StartOnceStress.TwinStartsTwice.class,
            StartOnceStress.TwinCallsOffWhatStarts.class,
            WakeGateStress.TwinWithoutFence.class,
            WakeGateStress.TwinChangesTooLate.class,
            Source0Stress.TwinClearsAfterwards.class,
            InboxStress.TwinNotesTooLate.class,
            InboxStress.TwinReliesOnClaims.class,
            InboxStress.TwinTakesOutToSift.class,
            MembershipStress.TwinSchedulesUnseen.class,
            ModeTableStress.TwinDropsUnmarked.class,
            RunStress.TwinTellsTooEarly.class,
            CommonModesStress.TwinMakesTwice.class,
            CommonModesStress.TwinLooksAtModesFirst.class,
            RunLoopEndStress.TwinAddsUnseen.class,
            PublishedDeadlineStress.TwinRingsTooLate.class,
            ScheduledTaskStress.TwinLeavesInTwoSteps.class,
            ScheduledTaskStress.TwinRepeatsTooLate.class,
            DrainLockStress.TwinInterruptsUnheld.class,
            RunStateStress.TwinLooksOnce.class,
            RunStateStress.TwinEndsTooLate.class,
            RunStateStress.TwinRunsOutOfTurn.class,
            WorkQueueStress.TwinPollsTooEarly.class,
            WorkQueueStress.TwinClaimsInTwoSteps.class,
            ScheduledTaskStress.TwinRunsAhead.class,
            LoopDependentsStress.TwinDependsTooLate.class,
            PendingWaitStress.TwinLooksBeforeItWaits.class,
            PendingWaitStress.TwinRestsUnseen.class,
            InFlightStress.TwinClosesTooLate.class,
            InFlightStress.TwinEndsTwice.class,
            CarrierStateStress.TwinLeavesTooEarly.class,
            CarrierStateStress.TwinRestsTooEarly.class,
            CarrierStateStress.TwinWaitsTooEarly.class,
            DozeStress.TwinDozesTooEarly.class,
            ScopeProgressStress.TwinCountsTooEarly.class,
            ReadyEventCountStress.TwinArmsTooLate.class,
            ReadyEventCountStress.TwinAwaitsTooLate.class,
            ByteRingStress.TwinPublishesTooEarly.class,
            PublishedSourceStress.TwinForgetsWhatItOwes.class,
            MailboxStress.TwinSettlesTooEarly.class,
            MailboxStress.TwinTakesTooEarly.class,
            TraceRingStress.TwinClosesWithoutWord.class,
            TraceRingStress.TwinOverwritesUnclaimed.class);

    /** What came of a test in one round. */
    private record Result(String test, String verdict, long millis, long samples) {}

    @TempDir
    private static Path folder;

    private static String report = "";
    private static Map<String, List<Result>> results = Map.of();

    @BeforeAll
    static void stress() throws Exception {
        List<Result> all = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            report = round();
            all.addAll(RESULT.matcher(report)
                    .results()
                    .map(line -> new Result(
                            line.group(1), line.group(2), Long.parseLong(line.group(3)), Long.parseLong(line.group(4))))
                    .toList());
        }
        results = all.stream().collect(groupingBy(Result::test));
        if (ROUNDS > 1) {
            results.values().forEach(StressTest::print);
        }
    }

    /** In a JVM of its own. */
    private static String round() throws Exception {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", // which takes no processor from the two actors while they run
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ShortForm.class.getName(),
                String.valueOf(TEST_MILLIS));
        known().forEach(test -> command.command().add(test));
        Path output = folder.resolve("output.txt");
        Process process = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String written = Files.readString(output);
            assertTrue(ended, written);
            return written;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void print(List<Result> rounds) {
        Map<String, Long> verdicts = rounds.stream().collect(groupingBy(Result::verdict, Collectors.counting()));
        System.out.printf(
                "%-60s %s in at most %d ms, with at least %d samples%n",
                rounds.getFirst().test(),
                verdicts,
                rounds.stream().mapToLong(Result::millis).max().orElseThrow(),
                rounds.stream().mapToLong(Result::samples).min().orElseThrow());
    }

    static List<Class<?>> protocols() {
        return PROTOCOLS;
    }

    static List<Class<?>> twins() {
        return TWINS;
    }

    @Test
    @DisplayName("Every stress test is a protocol or a twin")
    void everyTestIsKnown() {
        assertEquals(known().collect(toSet()), Set.copyOf(TestList.tests()));
    }

    private static Stream<String> known() {
        return Stream.concat(PROTOCOLS.stream(), TWINS.stream()).map(Class::getCanonicalName);
    }

    @ParameterizedTest
    @DisplayName("A protocol holds")
    @MethodSource("protocols")
    void protocolHolds(Class<?> protocol) {
        assertEquals(Map.of("HELD", ROUNDS), verdicts(protocol), report);
    }

    @ParameterizedTest
    @DisplayName("A broken twin is caught")
    @MethodSource("twins")
    void twinIsCaught(Class<?> twin) {
        assertEquals(Map.of("CAUGHT", ROUNDS), verdicts(twin), report);
    }

    /** How often a test has had which verdict. */
    private static Map<String, Integer> verdicts(Class<?> test) {
        return results.getOrDefault(test.getCanonicalName(), List.of()).stream()
                .collect(groupingBy(Result::verdict, Collectors.summingInt(result -> 1)));
    }
}
