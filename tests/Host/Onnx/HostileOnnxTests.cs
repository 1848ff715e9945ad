using GpuFormer.Onnx;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

/// <summary>Graphs that name nothing where their operators need something.</summary>
public sealed class HostileOnnxTests
{
    [Theory]
    [InlineData("noname.onnx")]
    [InlineData("noname2.onnx")]
    public void Required_input_without_a_name_is_refused(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Hostile", name);
        Assert.StartsWith(path, Assert.Throws<ModelFormatException>(() => OnnxCheck.Check(path)).Message);
    }
}
