package dev.runloop.bench.comparison;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.HorizontalBarChart;

/**
 * A bar chart onto which more bars can be painted: in another colour, with the same axes and in the same places.
 *
 * <p>XChart gives all bars of a series one colour and sets the bars of several series side by side, so bars of several
 * colours below each other take several passes. Only the first draws axes and text.
 */
final class LayeredBarChart extends HorizontalBarChart {
    private static final String SERIES = "bars";
    private final List<String> names;

    LayeredBarChart(List<String> names, List<Double> lengths) {
        super(1, 1); // the real size comes with each paint
        this.names = names;
        addSeries(SERIES, lengths, names).setFillColor(Palette.INVISIBLE);
    }

    /** To be called after {@code paint}, which lays out the axes. */
    void paintBars(Graphics2D graphics, List<Double> lengths, Color fill) {
        updateCategorySeries(SERIES, lengths, names).setFillColor(fill);
        getStyler().setLabelsVisible(false);
        getStyler().setPlotGridLinesVisible(false).setPlotBackgroundColor(Palette.INVISIBLE);
        plot.paint(graphics);
    }
}
