using GpuFormer.Imaging;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Serving.Predictors;

/// <summary>A predictor of the library, behind which requests queue by themselves.</summary>
/// <param name="predictor">Disposed of with this.</param>
internal abstract class LoadedPredictor(Predictor predictor) : IPredictor
{
    public string Network => predictor.Model.Name;

    public abstract string TaskName { get; }

    public int Classes => predictor.Model.Classes;

    public string Device => predictor.Device.Description;

    public bool IsLost => predictor.IsLost;

    public virtual IAttention? Attention => null;

    public abstract IReadOnlyList<TensorDescription> Inputs { get; }

    public abstract IReadOnlyList<TensorDescription> Outputs { get; }

    /// <summary>Prepares a predictor of any task.</summary>
    public static LoadedPredictor Of(Predictor predictor) => predictor switch
    {
        Classifier classifier => new ClassPredictor(classifier),
        Detector detector => new ObjectPredictor(detector),
        Segmenter segmenter => new PixelPredictor(segmenter),
        _ => throw new ArgumentException($"A server has no answers of a {predictor.GetType().Name}.", nameof(predictor)),
    };

    public abstract Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation);

    public abstract Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, CancellationToken cancellation);

    public void Dispose() => predictor.Dispose();
}
