using System.Reflection;
using System.Runtime.InteropServices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Ops;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Kernels;

/// <summary>
/// One way to run a kernel of <c>Programs/</c>, compiled by the C# compiler with or without optimisation; see
/// ProgramAttribute there for the arguments.
/// </summary>
internal sealed record KernelProgram(KernelSpecialisation Specialisation, LaunchShape Grid)
{
    private const int Elements = 64;

    // Threads of these write the same elements, in an order that nothing promises.
    private static readonly string[] Racing = ["StructArguments", "UseOfIndexAfterChange", "ReferencesAndTuples"];

    private byte[][]? _judged;

    /// <summary>
    /// What its views hold after a run on ILGPU's CPU accelerator, which runs the C# compiler's own code; made once.
    /// </summary>
    public byte[][] RunByIlgpu() => _judged ??= RunOn(TestDevices.Get("ilgpu:cpu"));

    /// <summary>The program, with one thread if its threads write the same elements.</summary>
    public KernelProgram WithoutRaces() => !Racing.Contains(Specialisation.Method.Name) ? this
        : new(new(Specialisation.Method, new(1),
            [.. Specialisation.Constants.Select(constant => (constant.Key, constant.Value))]), new(1));

    /// <summary>
    /// Whether two contents of a view agree. Floats may differ where a fused product and sum rounds twice, or a quotient
    /// is not the nearest.
    /// </summary>
    public static bool IsSame(Type element, byte[] expected, byte[] actual)
    {
        if (element != typeof(float))
            return expected.AsSpan().SequenceEqual(actual);
        var e = MemoryMarshal.Cast<byte, float>(expected);
        var a = MemoryMarshal.Cast<byte, float>(actual);
        for (var i = 0; i < e.Length; i++)
        {
            if (!e[i].Equals(a[i]) && !(Math.Abs(e[i] - a[i]) <= 2e-6f * Math.Max(1, Math.Abs(e[i]))))
                return false;
        }

        return true;
    }

    /// <summary>Runs it on a device and gives the bytes of its views after that.</summary>
    public byte[][] RunOn(Device device)
    {
        var (arguments, buffers) = MakeArguments(device);
        var kernelViews = ViewElements();
        var kernel = device.Compile(Specialisation);
        using var recorded = device.Record([new([new(kernel, Grid, arguments, Specialisation.Name)])]);
        recorded.Run();
        var results = buffers.Select(buffer =>
        {
            var bytes = new byte[buffer.ByteSize];
            buffer.Read(bytes);
            buffer.Dispose();
            return bytes;
        }).ToArray();
        Canonicalise(kernelViews, results);
        return results;
    }

    /// <summary>Runs a function made of it by the interpreter and gives the bytes of its views after that.</summary>
    public byte[][] Interpret(KernelFunction function)
    {
        using var device = new CpuDevice(workers: 1);
        var (arguments, buffers) = MakeArguments(device);
        var views = new List<Array>();
        var items = arguments.Items.Select((item, i) => function.Parameters[i] is ViewParameter view
            ? Elements64(view.Element, item.Buffer!, views)
            : (object)(((ScalarParameter)function.Parameters[i]).Type switch
            {
                ScalarType.Boolean => item.Bits != 0,
                ScalarType.Int32 => item.Bits,
                ScalarType.UInt32 => (uint)item.Bits,
                ScalarType.Float32 => BitConverter.Int32BitsToSingle(item.Bits),
            })).ToArray();
        IRInterpreter.Run(function, Grid, items);
        buffers.ForEach(buffer => buffer.Dispose());
        var results = views.Select(view =>
        {
            var bytes = new byte[Buffer.ByteLength(view)];
            Buffer.BlockCopy(view, 0, bytes, 0, bytes.Length);
            return bytes;
        }).ToArray();
        Canonicalise(ViewElements(), results);
        return results;
    }

    /// <summary>The program in front-end form.</summary>
    public KernelFunction Translate() => KernelFrontEnd.Translate(Specialisation);

    public override string ToString() => Specialisation.Name;

    // Which bits a not-a-number has depends on the order of operands, which no target promises: all become one.
    private static void Canonicalise(List<Type> elements, byte[][] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (elements[i] != typeof(float))
                continue;
            foreach (ref var value in MemoryMarshal.Cast<byte, float>(results[i].AsSpan()))
                value = float.IsNaN(value) ? float.NaN : value;
        }
    }

    // The element types of the views, in the order in which arguments are flattened.
    internal List<Type> ViewElements()
    {
        var elements = new List<Type>();
        foreach (var parameter in Specialisation.Method.GetParameters())
            Visit(parameter.ParameterType);
        return elements;

        void Visit(Type type)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))
                elements.Add(type.GetGenericArguments()[0]);
            else if (!type.IsPrimitive)
                KernelSignature.FieldsOf(type).ToList().ForEach(field => Visit(field.FieldType));
        }
    }

    private static Array Elements64(ElementType element, DeviceBuffer buffer, List<Array> views)
    {
        Array array = element switch
        {
            ElementType.Float32 => new float[Elements],
            ElementType.Int32 => new int[Elements],
            ElementType.UInt32 => new uint[Elements],
            ElementType.Int16 => new short[Elements],
            ElementType.UInt16 => new ushort[Elements],
            ElementType.Int8 => new sbyte[Elements],
            ElementType.UInt8 => new byte[Elements],
            ElementType.Float16 => throw new NotSupportedException(),
        };
        var bytes = new byte[buffer.ByteSize];
        buffer.Read(bytes);
        Buffer.BlockCopy(bytes, 0, array, 0, bytes.Length);
        views.Add(array);
        return array;
    }

    private (KernelArguments Arguments, List<DeviceBuffer> Buffers) MakeArguments(Device device)
    {
        var buffers = new List<DeviceBuffer>();
        var values = Specialisation.Method.GetParameters().Where(p => !p.IsDefined(typeof(ConstantAttribute)))
            .Select(p => MakeArgument(p.ParameterType, device, buffers)).ToArray();
        return (KernelArguments.Pack(Specialisation, values), buffers);
    }

    private static object MakeArgument(Type type, Device device, List<DeviceBuffer> buffers)
    {
        if (type == typeof(int))
            return 7;
        if (type == typeof(uint))
            return 3_000_000_000u;
        if (type == typeof(float))
            return 1.5f;
        if (type == typeof(bool))
            return true;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))
        {
            var element = type.GetGenericArguments()[0];
            var buffer = device.CreateBuffer(Elements * Marshal.SizeOf(element));
            buffer.Write(Content(element, buffers.Count));
            buffers.Add(buffer);
            return typeof(DeviceBuffer).GetMethod(nameof(DeviceBuffer.View))!.MakeGenericMethod(element)
                .Invoke(buffer, [0L, Elements])!;
        }

        var whole = Activator.CreateInstance(type)!;
        foreach (var field in KernelSignature.FieldsOf(type))
            field.SetValue(whole, MakeArgument(field.FieldType, device, buffers));
        return whole;
    }

    // Small numbers of both signs in no order; floats end with the special ones.
    private static byte[] Content(Type element, int seed)
    {
        if (element == typeof(float))
        {
            var floats = Enumerable.Range(0, Elements).Select(i => Number(i) * 0.375f).ToArray();
            float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 1.5f];
            special.CopyTo(floats, Elements - special.Length);
            return MemoryMarshal.AsBytes<float>(floats).ToArray();
        }

        var integers = Enumerable.Range(0, Elements).Select(Number).ToArray();
        var size = Marshal.SizeOf(element);
        return integers.SelectMany(i => BitConverter.GetBytes(i)[..size]).ToArray();

        int Number(int i) => (((i * 37) + (seed * 11)) % 64) - 31;
    }
}

/// <summary>All programs of <c>Programs/</c>, each with and without optimisation.</summary>
internal static class KernelPrograms
{
    private static readonly Dictionary<string, KernelProgram> All = Load();

    /// <summary>The names of the programs, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    public static IEnumerable<string> NameList => All.Keys;

    /// <summary>The program of a name, in a form whose results do not depend on the order of its threads.</summary>
    public static KernelProgram Find(string name) => All[name];

    private static Dictionary<string, KernelProgram> Load()
    {
        var all = new Dictionary<string, KernelProgram>();
        foreach (var build in new[] { "Debug", "Release" })
        {
            var kernels = Assembly.Load($"GpuFormer.Programs.{build}").GetTypes()
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
                .Where(method => method.IsDefined(typeof(KernelAttribute)));
            foreach (var kernel in kernels)
            {
                foreach (var attribute in kernel.GetCustomAttributes()
                    .Where(attribute => attribute.GetType().Name == "ProgramAttribute"))
                {
                    dynamic program = attribute;
                    Type[] typeArguments = program.TypeArguments;
                    string[] constants = program.Constants;
                    var specialisation = new KernelSpecialisation(
                        typeArguments.Length > 0 ? kernel.MakeGenericMethod(typeArguments) : kernel,
                        new(program.GroupX, program.GroupY),
                        constants.Select(c => c.Split('=')).Select(c => (c[0], int.Parse(c[1]))).ToArray());
                    all.Add($"{build} {specialisation.Name}",
                        new KernelProgram(specialisation, new(program.GridX, program.GridY)).WithoutRaces());
                }
            }
        }

        return all;
    }
}
