package dev.runloop.bench.comparison;

import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** The chart of one measure: a bar for each subject, the best on top, with the median as its number. */
final class MeasurePanel {
    private static final int BAR_HEIGHT = 24;
    private static final int AROUND_BARS = 88;
    private static final double ROOM_FOR_LABELS = 1.24;
    private static final double SPREAD_FOR_LOGARITHM = 200;
    private static final double LOGARITHMIC_ROOM = 4;
    private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final Font LABEL_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private final Measure measure;
    private final List<Score> rows;
    private final double largest;
    private final double smallest;
    private final boolean logarithmic;

    MeasurePanel(Measure measure, List<Score> results) {
        this.measure = measure;
        var ascending = Comparator.comparingDouble(Score::median);
        rows = results.stream()
                .sorted(measure.moreIsBetter() ? ascending.reversed() : ascending)
                .toList();
        largest = rows.stream().mapToDouble(Score::median).max().orElse(1);
        smallest = rows.stream().mapToDouble(Score::median).min().orElse(1);
        logarithmic = largest / smallest > SPREAD_FOR_LOGARITHM;
    }

    int height() {
        return rows.size() * BAR_HEIGHT + AROUND_BARS;
    }

    boolean shows(Palette hue) {
        return rows.stream().anyMatch(row -> Palette.of(row.subject()) == hue);
    }

    void paint(Graphics2D graphics, int x, int y, int width) {
        var original = graphics.getTransform();
        graphics.translate(x, y);
        var chart = chart();
        chart.paint(graphics, width, height());
        for (var hue : Palette.values()) {
            if (shows(hue)) {
                chart.paintBars(graphics, lengthsOf(hue, this::paleEnd), hue.pale());
                chart.paintBars(graphics, lengthsOf(hue, Score::median), hue.solid());
            }
        }
        graphics.setTransform(original);
    }

    private LayeredBarChart chart() {
        var names = rows.stream().map(row -> row.subject().name()).toList();
        var chart =
                new LayeredBarChart(names, rows.stream().map(this::labelPlace).toList());
        chart.setTitle(measure.name());
        chart.setXAxisTitle(measure.unit()
                + (measure.moreIsBetter() ? ", more is better" : ", less is better")
                + (logarithmic ? ", logarithmic" : ""));
        chart.getStyler()
                .setAvailableSpaceFill(0.72)
                .setLabelsVisible(true)
                .setLabelsPosition(1.06)
                .setLabelsFont(LABEL_FONT)
                .setLabelsFontColor(Palette.INK)
                .setLabelsFontColorAutomaticEnabled(false);
        int mostLabels = Math.max(2, rows.size()); // holds for the names too, which XChart thins out otherwise
        chart.getStyler()
                .setXAxisMin(axisStart())
                .setXAxisMax(largest * (logarithmic ? LOGARITHMIC_ROOM : ROOM_FOR_LABELS))
                .setXAxisLogarithmic(logarithmic)
                .setXAxisTickMarkSpacingHint(64)
                .setXAxisMaxLabelCount(mostLabels)
                .setXAxisTickLabelsFormattingFunction(this::label)
                .setYAxisLabelAlignment(TextAlignment.Right);
        styleFrame(chart);
        return chart;
    }

    private static void styleFrame(LayeredBarChart chart) {
        chart.getStyler()
                .setAxisTickLabelsFont(LABEL_FONT)
                .setAxisTickLabelsColor(Palette.INK)
                .setAxisTitleFont(LABEL_FONT)
                .setAxisTickPadding(4)
                .setPlotGridHorizontalLinesVisible(false)
                .setPlotGridLinesColor(Palette.GRID)
                .setAxisTicksMarksVisible(false)
                .setAxisTicksLineVisible(false)
                .setPlotMargin(4)
                .setPlotBorderVisible(false)
                .setPlotBackgroundColor(Palette.PAPER)
                .setChartBackgroundColor(Palette.PAPER)
                .setChartFontColor(Palette.INK)
                .setChartTitleFont(TITLE_FONT)
                .setChartPadding(6)
                .setLegendVisible(false);
    }

    private List<Double> lengthsOf(Palette hue, ToDoubleFunction<Score> length) {
        return rows.stream()
                .map(row -> Palette.of(row.subject()) == hue ? length.applyAsDouble(row) : axisStart())
                .toList();
    }

    /** The largest value of all rounds, but never beyond the longest bar: one bad round must not dwarf the medians. */
    private double paleEnd(Score row) {
        return Math.min(row.max(), largest);
    }

    /** XChart asks this for the ticks of the axis, and for the end of each bar, where the median is to stand. */
    private String label(double value) {
        return rows.stream()
                .filter(row -> labelPlace(row) == value)
                .findFirst()
                .map(row -> Figure.of(row.median()))
                .orElseGet(() -> Figure.round(value));
    }

    /** The end of the row's bar, moved by too little to see, so that no two rows and no tick share a place. */
    private double labelPlace(Score row) {
        return paleEnd(row) * (1 + (rows.indexOf(row) + 1) * 1e-9);
    }

    /** A bar of this length cannot be seen. */
    private double axisStart() {
        return logarithmic ? Math.pow(10, Math.floor(Math.log10(smallest))) : 0;
    }
}
