using System.Globalization;
using System.Text;

namespace GpuFormer.Samples.Digits;

/// <summary>The annotations as COCO's JSON. Ids of categories have gaps, as COCO's have.</summary>
internal sealed class CocoText
{
    private readonly StringBuilder _images = new();
    private readonly StringBuilder _annotations = new();

    public static IReadOnlyList<int> Ids { get; } = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

    public static IReadOnlyList<string> Names { get; } =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    public int Annotations { get; private set; }

    public int Crowds { get; private set; }

    public void Add(int index, string file, PaintedImage made)
    {
        var id = 1000 + 3 * index;
        _images.Append(_images.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture,
            $"{{\"id\":{id},\"file_name\":\"{file}\",\"width\":{made.Image.Width},\"height\":{made.Image.Height}}}");
        foreach (var known in made.Objects)
        {
            Annotations++;
            Crowds += known.IsCrowd ? 1 : 0;
            var box = known.Box;
            _annotations.Append(_annotations.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture,
                $"{{\"id\":{Annotations},\"image_id\":{id},\"category_id\":{Ids[known.Digit]},"
                + $"\"bbox\":[{box.Left}.0,{box.Top}.0,{box.Width}.0,{box.Height}.0],\"area\":{known.Mask.Area}.0,"
                + $"\"iscrowd\":{(known.IsCrowd ? 1 : 0)},\"segmentation\":{{\"size\":[{known.Mask.Height},"
                + $"{known.Mask.Width}],\"counts\":[{string.Join(',', known.Mask.Counts.ToArray())}]}}}}");
        }
    }

    public string Finish()
    {
        var categories = string.Join(',', Ids.Zip(Names, (id, name) => string.Create(
            CultureInfo.InvariantCulture, $"{{\"id\":{id},\"name\":\"{name}\",\"supercategory\":\"digit\"}}")));
        return $"{{\"info\":{{\"description\":\"digits of MNIST over noise\"}},\"licenses\":[],\"images\":[{_images}],"
            + $"\"annotations\":[{_annotations}],\"categories\":[{categories}]}}";
    }
}
