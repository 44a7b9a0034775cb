package dev.runloop.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a directory, with their traces. It answers completely or not at all: a directory without cases, a case
 * without trace and a trace without case are errors.
 */
record Corpus(List<CaseFile> files) {
    private static final String BUNDLED = "/conformance/cf";

    /** The cases of one file, in its order; the name is that of the file without its ending. */
    record CaseFile(String name, List<GoldenCase> cases) {

        /** What the file is about; random programs that are spread over several files have one theme. */
        String theme() {
            return name.startsWith("fuzz") ? name.replaceFirst("-\\d+$", "") : name;
        }
    }

    /** The corpus in this directory, or the one that comes with the tests if there is no directory. */
    static Corpus read(@Nullable String directory) {
        return read(directory == null ? bundled() : Path.of(directory));
    }

    /**
     * The corpus in this directory.
     *
     * @throws CorpusException if something is missing or malformed
     */
    static Corpus read(Path directory) {
        List<Path> caseFiles = listed(directory, ".case");
        if (caseFiles.isEmpty()) {
            throw new CorpusException("no file *.case in the directory " + directory.toAbsolutePath());
        }
        for (Path traceFile : listed(directory, ".trace")) {
            if (!caseFiles.contains(sibling(traceFile, ".trace", ".case"))) {
                throw new CorpusException(traceFile + ": a trace without cases");
            }
        }
        return new Corpus(caseFiles.stream().map(Corpus::caseFile).toList());
    }

    private static Path bundled() {
        URL found = Corpus.class.getResource(BUNDLED);
        if (found == null) {
            throw new CorpusException("the corpus is not on the class path: " + BUNDLED);
        }
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new CorpusException("not a directory: " + found, e);
        }
    }

    private static List<Path> listed(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new CorpusException("cannot list the directory " + directory.toAbsolutePath(), e);
        }
    }

    private static Path sibling(Path file, String ending, String other) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
    }

    private static CaseFile caseFile(Path file) {
        Path traceFile = sibling(file, ".case", ".trace");
        List<Scenario> scenarios = ScenarioParser.parse(file.toString(), text(file));
        List<TraceSection> sections = TraceSection.parse(traceFile.toString(), text(traceFile));
        if (scenarios.isEmpty()) {
            throw new CorpusException(file + ": no cases");
        }
        if (!titles(scenarios).equals(TraceSection.titles(sections))) {
            throw new CorpusException(file + ": the titles are not those of " + traceFile + ", in this order");
        }
        List<GoldenCase> cases = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            cases.add(new GoldenCase(scenarios.get(i), sections.get(i).lines()));
        }
        String name = file.getFileName().toString();
        return new CaseFile(name.substring(0, name.length() - ".case".length()), List.copyOf(cases));
    }

    private static List<String> titles(List<Scenario> scenarios) {
        return scenarios.stream().map(Scenario::title).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CorpusException("cannot read " + file.toAbsolutePath(), e);
        }
    }
}
