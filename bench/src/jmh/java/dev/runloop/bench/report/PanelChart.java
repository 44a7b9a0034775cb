package dev.runloop.bench.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** The chart of one panel: a bar for each subject, the best on top, with its figure and a line for its range. */
final class PanelChart {
    private static final int BAR_HEIGHT = 24;
    private static final int AROUND_BARS = 88;
    private static final double ROOM_FOR_LABELS = 1.3;
    private static final double LOGARITHMIC_ROOM = 0.2; // of the axis
    private static final double LONGEST_WHISKER = 1.08; // one bad round must not dwarf all bars
    private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final Font LABEL_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private final Panel panel;
    private final Theme theme;
    private final List<Bar> rows;

    PanelChart(Panel panel, Theme theme) {
        this.panel = panel;
        this.theme = theme;
        rows = panel.bars();
    }

    static int height(Panel panel) {
        return panel.bars().size() * BAR_HEIGHT + AROUND_BARS;
    }

    void paint(Graphics2D graphics, int x, int y, int width) {
        var original = graphics.getTransform();
        graphics.translate(x, y);
        var chart = chart();
        chart.paint(graphics, width, height(panel));
        for (var hue : Hue.values()) {
            if (rows.stream().anyMatch(row -> row.hue() == hue)) {
                chart.paintBars(graphics, lengthsOf(hue), theme.of(hue));
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            chart.paintWhisker(graphics, row, rows.get(row).low(), whiskerEnd(rows.get(row)), theme.ink());
        }
        graphics.setTransform(original);
    }

    private LayeredBarChart chart() {
        var names = rows.stream().map(Bar::name).toList();
        var chart =
                new LayeredBarChart(names, rows.stream().map(this::labelPlace).toList());
        boolean logarithmic = panel.isLogarithmic();
        chart.setTitle(panel.title());
        chart.setXAxisTitle(panel.scale());
        chart.getStyler()
                .setAvailableSpaceFill(0.72)
                .setLabelsVisible(true)
                .setLabelsPosition(1.06)
                .setLabelsFont(LABEL_FONT)
                .setLabelsFontColor(theme.ink())
                .setLabelsFontColorAutomaticEnabled(false);
        int mostLabels = Math.max(2, rows.size()); // holds for the names too, which XChart thins out otherwise
        chart.getStyler()
                .setXAxisMin(axisStart())
                .setXAxisMax(axisEnd())
                .setXAxisLogarithmic(logarithmic)
                .setXAxisTickMarkSpacingHint(64)
                .setXAxisMaxLabelCount(mostLabels)
                .setXAxisTickLabelsFormattingFunction(this::label)
                .setYAxisLabelAlignment(TextAlignment.Right);
        styleFrame(chart);
        return chart;
    }

    /** Beyond the longest bar, to leave room for its label. */
    private double axisEnd() {
        if (panel.isLogarithmic()) {
            double room = Math.pow(panel.largest() / axisStart(), LOGARITHMIC_ROOM);
            return panel.largest() * Math.max(ROOM_FOR_LABELS, room);
        }
        return panel.largest() > 0 ? panel.largest() * ROOM_FOR_LABELS : 1;
    }

    private void styleFrame(LayeredBarChart chart) {
        chart.getStyler()
                .setAxisTickLabelsFont(LABEL_FONT)
                .setAxisTickLabelsColor(theme.ink())
                .setAxisTitleFont(LABEL_FONT)
                .setAxisTickPadding(4)
                .setPlotGridHorizontalLinesVisible(false)
                .setPlotGridLinesColor(theme.grid())
                .setAxisTicksMarksVisible(false)
                .setAxisTicksLineVisible(false)
                .setPlotMargin(4)
                .setPlotBorderVisible(false)
                .setPlotBackgroundColor(theme.paper())
                .setChartBackgroundColor(theme.paper())
                .setChartFontColor(theme.ink())
                .setChartTitleFont(TITLE_FONT)
                .setChartPadding(6)
                .setLegendVisible(false);
    }

    private List<Double> lengthsOf(Hue hue) {
        return rows.stream()
                .map(row -> row.hue() == hue ? row.value() : axisStart())
                .toList();
    }

    /** XChart calls this for the ticks of the axis and for the end of each bar, where its figure belongs. */
    private String label(double value) {
        return rows.stream()
                .filter(row -> labelPlace(row) == value)
                .findFirst()
                .map(row -> Figure.of(row.value()))
                .orElseGet(() -> Figure.round(value));
    }

    /** Behind the bar and its whisker, offset invisibly so that no two rows and no tick share a place. */
    private double labelPlace(Bar row) {
        return Math.max(row.value(), whiskerEnd(row)) * (1 + (rows.indexOf(row) + 1) * 1e-9);
    }

    private double whiskerEnd(Bar row) {
        return Math.min(row.high(), panel.largest() * (panel.isLogarithmic() ? 2 : LONGEST_WHISKER));
    }

    /** A bar of this length is invisible; the smallest one is not. */
    private double axisStart() {
        return panel.isLogarithmic() ? Math.pow(10, Math.floor(Math.log10(panel.smallest() / 2))) : 0;
    }
}
