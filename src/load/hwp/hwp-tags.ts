/** Tags of the records that are read (HWP 5.0 revision 1.3, tables 13 and 57). */
export const TAG = {
  numbering: 0x17,
  bullet: 0x18,
  paraShape: 0x19,
  style: 0x1a,
  distributeDocData: 0x1c,
  paraHeader: 0x42,
  paraText: 0x43,
  paraLineSeg: 0x45,
  paraRangeTag: 0x46,
  ctrlHeader: 0x47,
  listHeader: 0x48,
  shapeComponent: 0x4c,
  table: 0x4d,
  equation: 0x58,
} as const;
