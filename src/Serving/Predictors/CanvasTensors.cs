using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Serving.Predictors;

/// <summary>The tensors of detectors and segmenters, by the names of <c>gpuformer run</c>.</summary>
internal static class CanvasTensors
{
    /// <summary>Normalised images, each at the top left of zeros.</summary>
    public static readonly TensorDescription Input = new(TensorDescription.Input, [-1, 3, -1, -1]);

    /// <summary>Rows and columns of each image within the input; without it, all of it.</summary>
    public static readonly TensorDescription Sizes = new("sizes", [-1, 2], TensorDescription.Whole) { IsOptional = true };

    /// <summary>Rows and columns of the images that boxes are to lie in; without it, those of <see cref="Sizes"/>.</summary>
    public static readonly TensorDescription OriginalSizes =
        new("original_sizes", [-1, 2], TensorDescription.Whole) { IsOptional = true };

    // Of an image that boxes may lie in; far beyond any photo, and exact as a float.
    private const int LargestSide = 1 << 24;

    /// <summary>What a network gives; objects of image <c>I</c> are <c>detections.I</c>.</summary>
    public static IReadOnlyList<TensorDescription> OutputsOf(Predictor predictor) =>
        [.. ReferenceTensors.OutputsOf(predictor.Model.Network)
            .Select(output => new TensorDescription(output.Name, output.Shape))];

    /// <summary>Runs a network on the images of a batch, one after the other.</summary>
    /// <param name="request">Of the batch.</param>
    /// <param name="most">The most numbers of an answer.</param>
    /// <param name="predict">Runs it on one image, which has a number.</param>
    /// <param name="cancellation">Ends the call while it waits.</param>
    public static async Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, Func<CanvasRequest, int, CancellationToken, Task<StoredTensor[]>> predict,
        CancellationToken cancellation)
    {
        var input = request.Inputs[TensorDescription.Input];
        var (height, width) = ((int)input.Shape[2], (int)input.Shape[3]);
        var sizes = SizesOf(request, Sizes, height, width) ?? [.. Enumerable.Repeat((height, width), request.Batch)];
        var originals = SizesOf(request, OriginalSizes, LargestSide, LargestSide) ?? sizes;
        var elements = 3 * height * width;
        var parts = new List<StoredTensor>();
        for (var image = 0; image < request.Batch; image++)
        {
            var made = await predict(
                new CanvasRequest(input.Values.AsMemory(image * elements, elements), (height, width), sizes[image],
                    originals[image]), image, cancellation).ConfigureAwait(false);
            // A batch shares its anchors.
            parts.AddRange(made.Where(tensor => request.Wants(tensor.Name)
                && (image == 0 || tensor.Name != ReferenceTensors.Anchors)));
            if (parts.Sum(part => (long)part.Values.Length) > most)
                throw InferRequest.TooLarge(most);
        }

        return [.. parts.GroupBy(part => part.Name).Select(group => Joined([.. group]))];
    }

    // Along the first axis, which is the batch.
    private static StoredTensor Joined(StoredTensor[] parts) => parts is [var only]
        ? only
        : new(parts[0].Name, [.. parts.SelectMany(part => part.Values)], [parts.Length, .. parts[0].Shape[1..]]);

    private static (int Height, int Width)[]? SizesOf(
        InferRequest request, TensorDescription tensor, int height, int width)
    {
        if (!request.Inputs.TryGetValue(tensor.Name, out var given))
            return null;
        if (given.Shape[0] != request.Batch)
        {
            throw InferRequestReader.Bad($"'{tensor.Name}' is of {given.Shape[0]} images, '{TensorDescription.Input}' of "
                + $"{request.Batch}.");
        }

        return [.. given.Values.Chunk(2).Select(pair => (Side(pair[0], height), Side(pair[1], width)))];

        int Side(float side, int largest) => side >= 1 && side <= largest && side == MathF.Floor(side)
            ? (int)side
            : throw InferRequestReader.Bad($"'{tensor.Name}' holds {side}, which is no whole number from 1 to {largest}.");
    }
}
