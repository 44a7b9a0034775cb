package dev.runloop.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
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
    private static final double CAP = 3;

    private final List<String> names;

    LayeredBarChart(List<String> names, List<Double> lengths) {
        super(1, 1); // the real size comes with each paint
        this.names = names;
        addSeries(SERIES, lengths, names).setFillColor(Theme.INVISIBLE);
    }

    /** To be called after {@code paint}, which lays out the axes. */
    void paintBars(Graphics2D graphics, List<Double> lengths, Color fill) {
        updateCategorySeries(SERIES, lengths, names).setFillColor(fill);
        getStyler().setLabelsVisible(false);
        getStyler().setPlotGridLinesVisible(false).setPlotBackgroundColor(Theme.INVISIBLE);
        plot.paint(graphics);
    }

    /** Draws the range of a bar. To be called after {@code paint}. */
    void paintWhisker(Graphics2D graphics, int row, double low, double high, Color ink) {
        double from = place(low);
        double to = place(high);
        var bounds = plot.getBounds();
        double rowHeight = bounds.getHeight() * getStyler().getPlotContentSize() / names.size();
        double top = bounds.getY() + bounds.getHeight() * (1 - getStyler().getPlotContentSize()) / 2;
        double y = top + (row + 0.5) * rowHeight;
        graphics.setColor(ink);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Line2D.Double(from, y, to, y));
        graphics.draw(new Line2D.Double(from, y - CAP, from, y + CAP));
        graphics.draw(new Line2D.Double(to, y - CAP, to, y + CAP));
    }

    /** The place of a value on the axis, clamped to its ends. */
    private double place(double value) {
        double least = getStyler().getXAxisMin();
        double most = getStyler().getXAxisMax();
        double clamped = Math.clamp(value, least, most);
        double fraction = getStyler().isXAxisLogarithmic()
                ? Math.log(clamped / least) / Math.log(most / least)
                : (clamped - least) / (most - least);
        var bounds = plot.getBounds();
        double width = bounds.getWidth() * getStyler().getPlotContentSize();
        return bounds.getX() + (bounds.getWidth() - width) / 2 + fraction * width;
    }
}
