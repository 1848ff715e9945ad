using System.Globalization;

namespace GpuFormer.Data;

/// <summary>Pictures with one class each. Every member may be called from several threads at once.</summary>
public abstract class ImageDataset : ImageSource
{
    /// <summary>The class of a picture, from 0 to <c>Classes.Count - 1</c>, without decoding it.</summary>
    public abstract int LabelOf(int index);

    internal sealed override string TargetTextOf(int index) => LabelOf(index).ToString(CultureInfo.InvariantCulture);
}
