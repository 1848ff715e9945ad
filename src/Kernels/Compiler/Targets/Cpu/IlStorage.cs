using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Text;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>
/// Writes IL as bytes and reads it back. Methods and types of the runtime's core library and of this library are stored by
/// their metadata tokens (ECMA-335, II.22), which hold for one build of each: <see cref="Builds"/>. That takes no name
/// look-up, which would cost as much as the compilation that is saved.
/// </summary>
internal static class IlStorage
{
    private const int LongestName = 1 << 10;

    private static readonly Module[] Modules = [typeof(object).Module, typeof(IlStorage).Module];

    private static readonly Lazy<Dictionary<short, OpCode>> OpCodesByValue = new(() =>
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value));

    // Kernels share most of what they call.
    private static readonly ConcurrentDictionary<string, object> Found = new();

    private enum Operand : byte
    {
        None,
        Local,
        Label,
        Integer,
        Float,
        Method,
        Type,
    }

    private enum TypeForm : byte
    {
        Definition,
        Generic,
        Pointer,
    }

    /// <summary>The builds that tokens belong to.</summary>
    public static IReadOnlyList<string> Builds { get; } =
        [.. Modules.Select(module => module.ModuleVersionId.ToString("N"))];

    /// <returns>False if a method or type is of another assembly.</returns>
    public static bool Write(IlWriter program, BinaryWriter target)
    {
        var (locals, members) = (new Dictionary<IlLocal, int>(), new Dictionary<object, int>());
        var memberTable = new List<byte[]>();
        foreach (var (_, operand) in program.Instructions)
        {
            if (operand is IlLocal local && locals.TryAdd(local, locals.Count) && !Keep(local.Type))
                return false;
            if (operand is MethodInfo or Type && !Keep(operand))
                return false;
        }

        target.Write7BitEncodedInt(memberTable.Count);
        foreach (var member in memberTable)
        {
            target.Write7BitEncodedInt(member.Length);
            target.Write(member);
        }

        target.Write7BitEncodedInt(locals.Count);
        foreach (var (local, _) in locals)
            target.Write7BitEncodedInt(members[local.Type]);
        target.Write7BitEncodedInt(program.Instructions.Count);
        foreach (var (code, operand) in program.Instructions)
        {
            target.Write(code.Value);
            WriteOperand(target, operand, locals, members);
        }

        return true;

        bool Keep(object member)
        {
            if (members.ContainsKey(member))
                return true;
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            if (!(member is Type type ? WriteType(writer, type) : WriteMethod(writer, (MethodInfo)member)))
                return false;
            members.Add(member, members.Count);
            memberTable.Add(bytes.ToArray());
            return true;
        }
    }

    /// <exception cref="FormatException">An operand is of no known form.</exception>
    /// <exception cref="EndOfStreamException">Bytes are missing.</exception>
    /// <exception cref="ArgumentException">A number stands for nothing.</exception>
    public static IlWriter Read(BinaryReader source)
    {
        var members = new object[Count(source)];
        for (var i = 0; i < members.Length; i++)
        {
            var bytes = source.ReadBytes(source.Read7BitEncodedInt() is var length and >= 0 and <= LongestName
                ? length : throw new FormatException("A name is too long."));
            members[i] = Found.GetOrAdd(Encoding.Latin1.GetString(bytes), static (_, own) => ReadMember(own), bytes);
        }

        var locals = new IlLocal[Count(source)];
        for (var i = 0; i < locals.Length; i++)
            locals[i] = new IlLocal((Type)Of(members, source.Read7BitEncodedInt()), $"v{i}");
        var program = new IlWriter();
        var labels = new Dictionary<int, IlLabel>();
        for (var left = Count(source); left > 0; left--)
        {
            var value = source.ReadInt16();
            if (!OpCodesByValue.Value.TryGetValue(value, out var code))
                throw new FormatException("There is no such instruction.");
            program.Add(code, ReadOperand(source, members, locals, labels));
        }

        return program;
    }

    private static void WriteOperand(
        BinaryWriter target, object? operand, Dictionary<IlLocal, int> locals, Dictionary<object, int> members)
    {
        switch (operand)
        {
            case null:
                target.Write((byte)Operand.None);
                break;
            case IlLocal local:
                target.Write((byte)Operand.Local);
                target.Write7BitEncodedInt(locals[local]);
                break;
            case IlLabel label:
                target.Write((byte)Operand.Label);
                target.Write7BitEncodedInt(label.Number);
                break;
            case int value:
                target.Write((byte)Operand.Integer);
                target.Write(value);
                break;
            case float value:
                target.Write((byte)Operand.Float);
                target.Write(value);
                break;
            default:
                target.Write((byte)(operand is MethodInfo ? Operand.Method : Operand.Type));
                target.Write7BitEncodedInt(members[operand]);
                break;
        }
    }

    private static object? ReadOperand(
        BinaryReader source, object[] members, IlLocal[] locals, Dictionary<int, IlLabel> labels)
    {
        switch ((Operand)source.ReadByte())
        {
            case Operand.None:
                return null;
            case Operand.Local:
                return Of(locals, source.Read7BitEncodedInt());
            case Operand.Label:
                var number = source.Read7BitEncodedInt();
                if (!labels.TryGetValue(number, out var label))
                    labels.Add(number, label = new IlLabel(number));
                return label;
            case Operand.Integer:
                return source.ReadInt32();
            case Operand.Float:
                return source.ReadSingle();
            case Operand.Method or Operand.Type:
                return Of(members, source.Read7BitEncodedInt());
            default:
                throw new FormatException("There is no such operand.");
        }
    }

    private static bool WriteType(BinaryWriter target, Type type)
    {
        if (type.IsPointer)
        {
            target.Write((byte)TypeForm.Pointer);
            return WriteType(target, type.GetElementType()!);
        }

        var module = Array.IndexOf(Modules, type.Module);
        if (module < 0 || type.HasElementType)
            return false;
        target.Write((byte)(type.IsGenericType ? TypeForm.Generic : TypeForm.Definition));
        target.Write((byte)module);
        target.Write(type.MetadataToken);
        return !type.IsGenericType || WriteTypes(target, type.GetGenericArguments());
    }

    private static bool WriteTypes(BinaryWriter target, Type[] types)
    {
        target.Write((byte)types.Length);
        return types.All(type => WriteType(target, type));
    }

    private static bool WriteMethod(BinaryWriter target, MethodInfo method)
    {
        var module = Array.IndexOf(Modules, method.Module);
        if (module < 0)
            return false;
        target.Write((byte)byte.MaxValue);
        target.Write((byte)module);
        target.Write(method.MetadataToken);
        return WriteType(target, method.DeclaringType!) && WriteTypes(target, method.GetGenericArguments());
    }

    private static object ReadMember(byte[] bytes)
    {
        using var source = new BinaryReader(new MemoryStream(bytes));
        var form = source.ReadByte();
        if (form != byte.MaxValue)
            return ReadType(source, (TypeForm)form);
        var open = Of(Modules, source.ReadByte()).ResolveMethod(source.ReadInt32())!;
        var declaring = ReadType(source, (TypeForm)source.ReadByte());
        var method = (MethodInfo)MethodBase.GetMethodFromHandle(open.MethodHandle, declaring.TypeHandle)!;
        var arguments = ReadTypes(source);
        return arguments.Length == 0 ? method : method.MakeGenericMethod(arguments);
    }

    private static Type ReadType(BinaryReader source, TypeForm form)
    {
        if (form == TypeForm.Pointer)
            return ReadType(source, (TypeForm)source.ReadByte()).MakePointerType();
        var definition = Of(Modules, source.ReadByte()).ResolveType(source.ReadInt32());
        return form switch
        {
            TypeForm.Definition => definition,
            TypeForm.Generic => definition.MakeGenericType(ReadTypes(source)),
            _ => throw new FormatException("There is no such type."),
        };
    }

    private static Type[] ReadTypes(BinaryReader source)
    {
        var types = new Type[source.ReadByte()];
        for (var i = 0; i < types.Length; i++)
            types[i] = ReadType(source, (TypeForm)source.ReadByte());
        return types;
    }

    // Each counted thing takes a byte at least.
    private static int Count(BinaryReader source)
    {
        var count = source.Read7BitEncodedInt();
        return count >= 0 && count <= source.BaseStream.Length - source.BaseStream.Position
            ? count : throw new FormatException("A count is beyond the end.");
    }

    private static T Of<T>(T[] items, int index) =>
        (uint)index < (uint)items.Length ? items[index] : throw new FormatException("An index is beyond the end.");
}
