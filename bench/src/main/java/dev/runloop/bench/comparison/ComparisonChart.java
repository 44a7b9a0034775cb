package dev.runloop.bench.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Gatherers;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * One picture of all measures, two panels abreast, as SVG and as PNG.
 *
 * <p>All text is drawn as outlines, so the SVG looks the same wherever it is shown.
 */
final class ComparisonChart {
    private static final int WIDTH = 960;
    private static final int COLUMNS = 2;
    private static final int MARGIN = 12;
    private static final int FOOTER = 44;
    private static final int PIXELS_PER_POINT = 2;
    /** Sixteen digits of a pixel are most of what an outline weighs. */
    private static final Pattern BEYOND_HUNDREDTHS = Pattern.compile("(\\.\\d{2})\\d+");

    private static final int SWATCH = 11;
    private static final FontRenderContext FONTS_AS_OUTLINES = new FontRenderContext(null, true, true);
    private static final Font FOOTER_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private final List<MeasurePanel> panels;
    private final String source;
    private final List<List<MeasurePanel>> rowsOfPanels;
    private final int columns;
    private final int height;

    ComparisonChart(List<Score> results, Environment environment) {
        panels = results.stream()
                .map(Score::measure)
                .distinct()
                .map(measure -> new MeasurePanel(
                        measure,
                        results.stream()
                                .filter(result -> result.measure().equals(measure))
                                .toList()))
                .toList();
        source = "Numbers and full colour: medians. Pale: up to the largest round, cut at the longest bar. "
                + environment.summary();
        columns = Math.min(COLUMNS, panels.size());
        rowsOfPanels = panels.stream().gather(Gatherers.windowFixed(columns)).toList();
        height = rowsOfPanels.stream().mapToInt(ComparisonChart::heightOf).sum() + FOOTER + 2 * MARGIN;
    }

    /**
     * Writes both files and returns a line that says where they are. Where Java has no fonts, as in a bare container,
     * there is no chart, and the line says so; the figures are in the other files all the same.
     */
    String write(Path folder) throws IOException {
        var trouble = troubleWithFonts();
        if (trouble != null) {
            return "Figures: " + folder + " (no chart, because Java cannot use fonts here: " + trouble + ")";
        }
        writePng(folder.resolve("comparison.png"));
        writeSvg(folder.resolve("comparison.svg"));
        return "Chart and figures: " + folder;
    }

    /** Tries out what every text in the chart needs. What Java throws without fonts depends on what exactly is missing. */
    private static @Nullable Throwable troubleWithFonts() {
        try {
            var _ = new TextLayout("x", FOOTER_FONT, FONTS_AS_OUTLINES).getBounds();
            return null;
        } catch (RuntimeException | Error trouble) {
            return trouble;
        }
    }

    private void writePng(Path file) throws IOException {
        var image = new BufferedImage(WIDTH * PIXELS_PER_POINT, height * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        paint(graphics);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private void writeSvg(Path file) throws IOException {
        var graphics = new VectorGraphics2D();
        paint(graphics);
        var document = new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, height));
        var svg = new ByteArrayOutputStream();
        document.writeTo(svg);
        Files.writeString(file, BEYOND_HUNDREDTHS.matcher(svg.toString(UTF_8)).replaceAll("$1"), UTF_8);
    }

    private void paint(Graphics2D graphics) {
        graphics.setColor(Palette.PAPER);
        graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, height));
        int panelWidth = (WIDTH - (columns + 1) * MARGIN) / columns;
        int y = MARGIN;
        for (var row : rowsOfPanels) {
            int x = MARGIN;
            for (var panel : row) {
                panel.paint(graphics, x, y, panelWidth);
                x += panelWidth + MARGIN;
            }
            y += heightOf(row);
        }
        paintFooter(graphics, height - FOOTER);
    }

    private static int heightOf(List<MeasurePanel> row) {
        return row.stream().mapToInt(MeasurePanel::height).max().orElse(0);
    }

    private void paintFooter(Graphics2D graphics, int y) {
        double x = 2 * MARGIN;
        for (var hue : Palette.values()) {
            if (panels.stream().noneMatch(panel -> panel.shows(hue))) {
                continue;
            }
            graphics.setColor(hue.solid());
            graphics.fill(new Rectangle2D.Double(x, y, SWATCH, SWATCH));
            x += SWATCH + 6;
            x += paintText(graphics, hue.meaning(), x, y + SWATCH - 1) + 2 * MARGIN;
        }
        paintText(graphics, source, 2 * MARGIN, y + SWATCH + 18);
    }

    /** Returns the width. */
    private static double paintText(Graphics2D graphics, String text, double x, double baseline) {
        var layout = new TextLayout(text, FOOTER_FONT, FONTS_AS_OUTLINES);
        graphics.setColor(Palette.INK);
        graphics.fill(layout.getOutline(AffineTransform.getTranslateInstance(x, baseline)));
        return layout.getAdvance();
    }
}
