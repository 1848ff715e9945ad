using System.Reflection;
using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// Teaches ILGPU's backends <see cref="KernelMath.Fma"/>: they have no fused multiply-add of .NET, and a * b + c rounds
/// twice or once as a driver likes.
/// </summary>
internal static class FusedMultiplyAdd
{
    /// <summary>Registers the instruction with a context that is being made.</summary>
    public static void Register(Context.Builder builder)
    {
        var method = typeof(KernelMath).GetMethod(nameof(KernelMath.Fma))!;
        var manager = builder.GetIntrinsicManager();
        manager.RegisterMethod(method, new CLIntrinsic(
            typeof(FusedMultiplyAdd), nameof(WriteOpenClC), IntrinsicImplementationMode.GenerateCode));
        manager.RegisterMethod(method, new PTXIntrinsic(
            typeof(FusedMultiplyAdd), nameof(WritePtx), IntrinsicImplementationMode.GenerateCode));
    }

    private static void WriteOpenClC(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        var operands = Operands(value).Select(operand => generator.Load(operand)).ToArray();
        var target = generator.Allocate(value);
        using var statement = generator.BeginStatement(target);
        statement.AppendCommand("fma");
        statement.BeginArguments();
        foreach (var operand in operands)
            statement.AppendArgument(operand);
        statement.EndArguments();
    }

    private static void WritePtx(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        var operands = Operands(value).Select(operand => generator.LoadPrimitive(operand)).ToArray();
        var target = generator.AllocateHardware(value);
        using var command = generator.BeginCommand("fma.rn.f32");
        command.AppendArgument(target);
        foreach (var operand in operands)
            command.AppendArgument(operand);
    }

    private static IEnumerable<Value> Operands(Value value) => [value[0], value[1], value[2]];
}
