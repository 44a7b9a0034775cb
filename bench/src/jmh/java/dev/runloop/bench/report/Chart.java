package dev.runloop.bench.report;

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
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Gatherers;
import javax.imageio.ImageIO;

/**
 * A picture of some panels, two abreast, as SVG and as PNG, for light and for dark pages. Text is drawn as outlines,
 * so the SVG looks the same everywhere.
 */
public final class Chart {
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

    private final List<Panel> panels;
    private final String source;
    private final List<List<Panel>> rowsOfPanels;
    private final int columns;
    private final int height;

    public Chart(List<Panel> panels, String source) {
        this.panels = panels;
        this.source = source;
        columns = Math.min(COLUMNS, panels.size());
        rowsOfPanels = panels.stream().gather(Gatherers.windowFixed(columns)).toList();
        height = rowsOfPanels.stream().mapToInt(Chart::heightOf).sum() + FOOTER + 2 * MARGIN;
    }

    /**
     * Returns why charts cannot be drawn here, as in a container without fonts, or nothing. What Java throws depends
     * on what is missing.
     */
    public static Optional<Throwable> trouble() {
        try {
            var _ = new TextLayout("x", FOOTER_FONT, FONTS_AS_OUTLINES).getBounds();
            return Optional.empty();
        } catch (RuntimeException | Error trouble) {
            return Optional.of(trouble);
        }
    }

    /** Writes the four files. */
    public void write(Path folder, String name) throws IOException {
        for (var theme : Theme.values()) {
            writePng(folder.resolve(name + theme.suffix() + ".png"), theme);
            writeSvg(folder.resolve(name + theme.suffix() + ".svg"), theme);
        }
    }

    private void writePng(Path file, Theme theme) throws IOException {
        var image = new BufferedImage(WIDTH * PIXELS_PER_POINT, height * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        paint(graphics, theme);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private void writeSvg(Path file, Theme theme) throws IOException {
        var graphics = new VectorGraphics2D();
        paint(graphics, theme);
        var document = new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, height));
        var svg = new ByteArrayOutputStream();
        document.writeTo(svg);
        Files.writeString(file, BEYOND_HUNDREDTHS.matcher(svg.toString(UTF_8)).replaceAll("$1"), UTF_8);
    }

    private void paint(Graphics2D graphics, Theme theme) {
        graphics.setColor(theme.paper());
        graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, height));
        int panelWidth = (WIDTH - (columns + 1) * MARGIN) / columns;
        int y = MARGIN;
        for (var row : rowsOfPanels) {
            int x = MARGIN;
            for (var panel : row) {
                new PanelChart(panel, theme).paint(graphics, x, y, panelWidth);
                x += panelWidth + MARGIN;
            }
            y += heightOf(row);
        }
        paintFooter(graphics, theme);
    }

    private static int heightOf(List<Panel> row) {
        return row.stream().mapToInt(PanelChart::height).max().orElse(0);
    }

    private void paintFooter(Graphics2D graphics, Theme theme) {
        double x = 2 * MARGIN;
        double y = height - FOOTER;
        for (var hue : Hue.values()) {
            if (panels.stream().flatMap(panel -> panel.bars().stream()).noneMatch(bar -> bar.hue() == hue)) {
                continue;
            }
            graphics.setColor(theme.of(hue));
            graphics.fill(new Rectangle2D.Double(x, y, SWATCH, SWATCH));
            x += SWATCH + 6;
            x += paintText(graphics, theme, hue.meaning(), x, y + SWATCH - 1) + 2 * MARGIN;
        }
        paintText(graphics, theme, source, 2 * MARGIN, y + SWATCH + 18);
    }

    /** Returns the width. */
    private static double paintText(Graphics2D graphics, Theme theme, String text, double x, double baseline) {
        var layout = new TextLayout(text, FOOTER_FONT, FONTS_AS_OUTLINES);
        graphics.setColor(theme.ink());
        graphics.fill(layout.getOutline(AffineTransform.getTranslateInstance(x, baseline)));
        return layout.getAdvance();
    }
}
