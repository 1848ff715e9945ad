using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli;

/// <summary>
/// Targets of a detector or segmenter from stored tensors, and what came of them in a step by the names of the programs
/// that it follows: <c>target.0.boxes</c> and <c>target.0.labels</c> of each image, or <c>target</c>.
/// </summary>
internal sealed class ReferenceTargets
{
    private const string MaskTensor = "target";
    private const string SizesTensor = "sizes";

    private readonly ImageModel _network;
    private readonly AnnotationTargets _targets;
    private readonly int _batch;

    private ReferenceTargets(ImageModel network, AnnotationTargets targets, int batch) =>
        (_network, _targets, _batch) = (network, targets, batch);

    /// <summary>For the session.</summary>
    public StepTargets Targets => _targets;

    /// <summary>Reads what is to be learned of the images of a file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="network">A detector or segmenter.</param>
    /// <param name="shape">[N, 3, H, W] of the images.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, or of another shape; or a class is none of the
    /// network's.</exception>
    public static ReferenceTargets Read(string path, ImageModel network, int[] shape)
    {
        using var file = SafetensorsFile.Open(path);
        var targets = VisionSystem.TargetsOf(network);
        var size = new TrainingSize(shape[0], shape[2], shape[3]);
        try
        {
            if (targets is DetectionTargets objects)
            {
                objects.Set(size, [.. Enumerable.Range(0, size.Batch).Select(image => ObjectsOf(file, path, network, image))],
                    SizesOf(file, path, size));
            }
            else
            {
                targets.Set(size, [.. Enumerable.Repeat((size.Height, size.Width), size.Batch)],
                    [.. MasksOf(file, path, size)]);
            }
        }
        catch (ArgumentException mistake)
        {
            throw new ModelFormatException(path, null, mistake.Message, "Store the targets of this network.", mistake);
        }

        return new ReferenceTargets(network, targets, size.Batch);
    }

    /// <summary>The losses by name, matches, and the outputs that were matched, of the session's last step.</summary>
    public IEnumerable<(string Name, float[] Values, int[] Shape)> Results(TrainingSession session)
    {
        var losses = session.LossParts.ToArray();
        for (var i = 0; i < losses.Length && losses.Length > 1; i++)
            yield return ($"loss.{session.LossNames[i]}", [(float)losses[i]], [1]);
        switch (_targets)
        {
            case RetinaNetTargets retina:
                for (var image = 0; image < _batch; image++)
                {
                    float[] matched = [.. retina.MatchedOf(image)];
                    yield return ($"matched.{image}", matched, [matched.Length]);
                }

                break;
            case SsdTargets ssd:
                yield return ("loss.cross_entropy_sum", [(float)(losses[0] * Math.Max(1, ssd.Positives))], [1]);
                yield return ("loss.smooth_l1_sum", [(float)(losses[1] * Math.Max(1, ssd.Positives))], [1]);
                yield return ("loss.positives", [ssd.Positives], [1]);
                for (var image = 0; image < _batch; image++)
                {
                    var labels = ssd.LabelsOf(image).ToArray();
                    yield return ($"matched.{image}", labels, [labels.Length]);
                }

                break;
            case QueryTargets queries:
                foreach (var result in Matches(queries, session))
                    yield return result;
                break;
            default:
                yield return Planes(session);
                break;
        }
    }

    private IEnumerable<(string, float[], int[])> Matches(QueryTargets queries, TrainingSession session)
    {
        var (states, count) = VisionSystem.QueriesOf(_network);
        for (var state = 0; state < states; state++)
        {
            for (var image = 0; image < _batch; image++)
            {
                var pairs = queries.PairsOf(state, image);
                yield return ($"match.{state}.{image}",
                    [.. pairs.Select(pair => (float)pair.Query), .. pairs.Select(pair => (float)pair.Object)],
                    [2, pairs.Count]);
            }
        }

        // The last state is the network's output.
        foreach (var (name, output, width) in new[]
        {
            ("pred_logits", "logits", _network.Classes), ("pred_boxes", "boxes", 4),
        })
        {
            var all = new float[states * _batch * count * width];
            session.ReadOutput(output, all);
            yield return (name, all[^(_batch * count * width)..], [_batch, count, width]);
        }
    }

    // [N, H, W, C] to [N, C, H, W].
    private (string, float[], int[]) Planes(TrainingSession session)
    {
        var (height, width, classes) = (_targets.Size.Height, _targets.Size.Width, _network.Classes);
        var (pixels, rows) = (height * width, new float[_batch * height * width * classes]);
        session.ReadOutput("logits", rows);
        var planes = new float[rows.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            var (image, pixel, channel) = (i / (pixels * classes), i / classes % pixels, i % classes);
            planes[(((image * classes) + channel) * pixels) + pixel] = rows[i];
        }

        return ("logits", planes, [_batch, classes, height, width]);
    }

    private static ImageObjects ObjectsOf(SafetensorsFile file, string path, ImageModel network, int image)
    {
        var boxes = Read(file, path, $"target.{image}.boxes", out var shape);
        var labels = Read(file, path, $"target.{image}.labels", out _);
        if (shape is not [_, 4] || shape[0] != labels.Length || labels.Any(label => label % 1 != 0))
        {
            throw new ModelFormatException(path, $"target.{image}.boxes",
                $"is [{string.Join(',', shape)}], and there are {labels.Length} labels",
                $"Store n boxes, [n,4], and n classes as 'target.{image}.labels', [n].");
        }

        var isCentre = VisionSystem.DecoderOf(network) is QueryDecoder;
        return new ImageObjects(
            [.. boxes.Chunk(4).Select(b => isCentre ? Box.FromCentre(b[0], b[1], b[2], b[3]) : new Box(b[0], b[1], b[2], b[3]))],
            Array.ConvertAll(labels, label => (int)label));
    }

    private static IEnumerable<ImageAnnotations?> MasksOf(SafetensorsFile file, string path, TrainingSize size)
    {
        var pixels = size.Height * size.Width;
        var labels = Read(file, path, MaskTensor, out var shape);
        if (!shape.SequenceEqual([size.Batch, size.Height, size.Width]) || labels.Any(label => !(label is >= 0 and <= 255)))
        {
            throw new ModelFormatException(path, MaskTensor, $"is [{string.Join(',', shape)}], or not all are classes",
                $"Store the class of each pixel, [{size.Batch},{size.Height},{size.Width}], and 255 where it is not known.");
        }

        return labels.Chunk(pixels).Select(own => new PixelTargets(
            new ClassMask(size.Height, size.Width, Array.ConvertAll(own, label => (byte)label))));
    }

    private static (int Height, int Width)[] SizesOf(SafetensorsFile file, string path, TrainingSize size)
    {
        if (!file.TryGet(SizesTensor, out _))
            return [.. Enumerable.Repeat((size.Height, size.Width), size.Batch)];
        var sizes = Read(file, path, SizesTensor, out var shape);
        if (!shape.SequenceEqual([size.Batch, 2])
            || sizes.Where((side, i) => !(side >= 1 && side <= (i % 2 == 0 ? size.Height : size.Width))).Any())
        {
            throw new ModelFormatException(path, SizesTensor, $"is [{string.Join(',', shape)}], or holds sizes above "
                + $"{size.Width} x {size.Height}", "Store height and width of each image within the input.");
        }

        return [.. sizes.Chunk(2).Select(side => ((int)side[0], (int)side[1]))];
    }

    private static float[] Read(SafetensorsFile file, string path, string name, out IReadOnlyList<int> shape)
    {
        if (!file.TryGet(name, out var entry))
        {
            throw new ModelFormatException(path, name, "is not in the file", "Store what is to be learned of each image: "
                + $"'target.0.boxes' and 'target.0.labels', or '{MaskTensor}' of segmenters.");
        }

        shape = [.. entry.Shape];
        if (entry.DType is DType.U8 or DType.BOOL)
            return Array.ConvertAll(file.GetBytes(name).ToArray(), value => (float)value);
        var values = new float[entry.ElementCount];
        file.ReadFloat32(name, values);
        return values;
    }
}
