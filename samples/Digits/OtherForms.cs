using System.Globalization;
using System.Text;

namespace GpuFormer.Samples.Digits;

/// <summary>The first validation images as Pascal VOC's XML and as YOLO's text too.</summary>
internal static class OtherForms
{
    public const int Images = 20;

    public static void Write(string root, int index, string file, PaintedImage made)
    {
        var voc = Directory.CreateDirectory(Path.Combine(root, "voc")).FullName;
        var yolo = Directory.CreateDirectory(Path.Combine(root, "labels", "val")).FullName;
        File.WriteAllText(Path.Combine(voc, $"{index:D6}.xml"), Voc(file, made));
        File.WriteAllText(Path.Combine(yolo, $"{index:D6}.txt"), Yolo(made));
    }

    private static string Voc(string file, PaintedImage made)
    {
        var objects = new StringBuilder();
        foreach (var known in made.Objects)
        {
            // Whole pixels counted from 1, both ends included.
            var box = known.Box;
            objects.Append(CultureInfo.InvariantCulture,
                $"<object><name>{CocoText.Names[known.Digit]}</name><pose>Unspecified</pose><truncated>0</truncated>"
                + $"<difficult>{(known.IsCrowd ? 1 : 0)}</difficult><bndbox><xmin>{box.Left + 1}</xmin>"
                + $"<ymin>{box.Top + 1}</ymin><xmax>{box.Left + box.Width}</xmax><ymax>{box.Top + box.Height}</ymax>"
                + $"</bndbox></object>");
        }

        return $"<annotation><folder>digits</folder><filename>{file}</filename><size><width>{made.Image.Width}</width>"
            + $"<height>{made.Image.Height}</height><depth>3</depth></size><segmented>1</segmented>{objects}</annotation>";
    }

    private static string Yolo(PaintedImage made)
    {
        var lines = new StringBuilder();
        double width = made.Image.Width, height = made.Image.Height;
        foreach (var (digit, box, _, _) in made.Objects.Where(known => !known.IsCrowd))
        {
            lines.Append(CultureInfo.InvariantCulture,
                $"{digit} {(box.Left + box.Width / 2.0) / width:F6} {(box.Top + box.Height / 2.0) / height:F6} "
                + $"{box.Width / width:F6} {box.Height / height:F6}\n");
        }

        return lines.ToString();
    }
}
