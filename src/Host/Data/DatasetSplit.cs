namespace GpuFormer.Data;

/// <summary>Which part of a data set.</summary>
public enum DatasetSplit
{
    /// <summary>The pictures to learn from.</summary>
    Train,

    /// <summary>The pictures to judge by: the test files of MNIST and CIFAR, the folder <c>val</c> of pictures in
    /// folders.</summary>
    Validation,
}
