package dev.runloop.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the cases of a file by the grammar of the scenario language. Anything else in it is an error. */
final class ScenarioParser {
    private final TokenReader reader;
    private int places; // of "first" and "nth", counted to tell them apart

    private ScenarioParser(TokenReader reader) {
        this.reader = reader;
    }

    /**
     * The cases of a file, in its order.
     *
     * @throws CorpusException if the text is not a list of cases with different titles
     */
    static List<Scenario> parse(String file, String text) {
        var parser = new ScenarioParser(new TokenReader(file, Tokenizer.tokens(file, text)));
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> titles = new LinkedHashSet<>();
        while (!parser.reader.atEnd()) {
            Scenario scenario = parser.scenario();
            if (!titles.add(scenario.title())) {
                throw new CorpusException(file + ": two cases have the title \"" + scenario.title() + "\"");
            }
            scenarios.add(scenario);
        }
        return List.copyOf(scenarios);
    }

    private Scenario scenario() {
        reader.expect("case");
        String title = reader.text("a title");
        Set<String> quirks = Set.of();
        while (!reader.peek().opens()) {
            Token option = reader.next();
            if (!option.isOption("quirk")) {
                throw reader.unexpected(option, "quirk=LIST or {");
            }
            quirks = Set.of(option.value().split(",", -1));
        }
        return new Scenario(title, quirks, body());
    }

    private List<Statement> body() {
        reader.expect("{");
        List<Statement> body = new ArrayList<>();
        while (!reader.peek().closes()) {
            body.add(statement());
        }
        reader.expect("}");
        return List.copyOf(body);
    }

    private Statement statement() {
        Token word = reader.next();
        if (word.quoted()) {
            throw reader.unexpected(word, "a statement");
        }
        return switch (word.text()) {
            case "source" -> source();
            case "timer" -> timer();
            case "observer" -> observer();
            case "block" -> new Statement.Block(reader.name(), reader.modes(), body());
            case "watch" -> new Statement.Watch(reader.mode());
            case "keep" -> new Statement.Keep(reader.mode());
            case "add" -> new Statement.Add(reader.name(), reader.mode());
            case "remove" -> new Statement.Remove(reader.name(), reader.mode());
            case "invalidate" -> new Statement.Invalidate(reader.name());
            case "signal" -> new Statement.Signal(reader.name());
            case "wake" -> new Statement.Wake();
            case "stop" -> new Statement.Stop();
            case "common" -> new Statement.Common(reader.mode());
            case "run" -> new Statement.Run(reader.mode(), reader.milliseconds(), reader.bool());
            case "run-forever" -> new Statement.RunForever();
            case "set-next-fire" -> new Statement.SetNextFire(reader.name(), reader.moment());
            case "sleep" -> new Statement.Sleep(reader.milliseconds());
            case "first" -> new Statement.First(places++, reader.number(), body());
            case "nth" -> new Statement.Nth(places++, reader.number(), body());
            case "when" -> new Statement.When(reader.activities(), body());
            case "thread" -> new Statement.StartThread(reader.name(), body());
            case "loop" -> new Statement.StartLoop(reader.name(), body());
            case "on" -> new Statement.On(reader.name(), body());
            case "join" -> new Statement.Join(reader.name());
            default -> query(word);
        };
    }

    private Statement query(Token word) {
        return switch (word.text()) {
            case "print" -> new Statement.Print(reader.text("a text"));
            case "print-time" -> new Statement.PrintTime();
            case "print-mode" -> new Statement.PrintMode();
            case "modes" -> new Statement.Modes();
            case "contains" -> new Statement.Contains(reader.name(), reader.mode());
            case "valid" -> new Statement.Valid(reader.name());
            case "signalled" -> new Statement.Signalled(reader.name());
            case "next-fire" -> new Statement.NextFire(reader.name());
            case "next-timer-fire" -> new Statement.NextTimerFire(reader.mode());
            case "waiting" -> new Statement.Waiting();
            case "info" -> new Statement.Info(reader.name());
            default -> throw reader.unexpected(word, "a statement");
        };
    }

    private Statement source() {
        String name = reader.name();
        int order = 0;
        boolean verbose = false;
        boolean silent = false;
        while (!reader.peek().opens()) {
            if (reader.takeIf("verbose")) {
                verbose = true;
            } else if (reader.takeIf("silent")) {
                silent = true;
            } else {
                order = number(option("order"));
            }
        }
        return new Statement.Source(name, order, verbose, silent, body());
    }

    private Statement timer() {
        String name = reader.name();
        Moment at = reader.converted(option("at"), "at=TIME", value -> Moment.parse(valueOf(value)));
        Duration every = Duration.ZERO;
        int order = 0;
        boolean silent = false;
        while (!reader.peek().opens()) {
            if (reader.takeIf("silent")) {
                silent = true;
            } else if (reader.peek().isOption("every")) {
                every = Duration.ofMillis(number(reader.next()));
            } else {
                order = number(option("order"));
            }
        }
        return new Statement.Timer(name, at, every, order, silent, body());
    }

    private Statement observer() {
        String name = reader.name();
        var activities = reader.converted(option("on"), "on=ACTIVITIES", on -> Vocabulary.activities(valueOf(on)));
        int order = 0;
        boolean repeats = true;
        boolean silent = false;
        while (!reader.peek().opens()) {
            if (reader.takeIf("silent")) {
                silent = true;
            } else if (reader.takeIf("repeats=false")) {
                repeats = false;
            } else {
                order = number(option("order"));
            }
        }
        return new Statement.Observer(name, activities, order, repeats, silent, body());
    }

    private Token option(String name) {
        Token token = reader.next();
        if (!token.isOption(name)) {
            throw reader.unexpected(token, name + "=");
        }
        return token;
    }

    private int number(Token option) {
        return reader.converted(option, "a whole number", text -> Integer.parseInt(valueOf(text)));
    }

    private static String valueOf(String option) {
        return option.substring(option.indexOf('=') + 1);
    }
}
